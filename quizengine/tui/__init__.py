"""The app: screens that show a session and pass on what the student does; they decide nothing."""
