"""The program in a real Chromium: the whole story of a case, and what only a browser can tell."""
