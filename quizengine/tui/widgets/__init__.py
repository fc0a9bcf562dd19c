"""The widgets of the screens, one file each."""
