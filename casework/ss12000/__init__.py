"""The one SS 12000 system that the settings name: how it is asked, and how what it answers is read."""
