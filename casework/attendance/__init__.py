"""What is registered about attendance: school calendars, lessons, and whatever was not plain presence."""
