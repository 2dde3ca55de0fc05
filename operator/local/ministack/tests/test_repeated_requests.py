"""The tests that both emulators share, against this one."""
