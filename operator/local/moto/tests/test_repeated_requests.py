"""The tests that both emulators share, against this one."""

from repeated_requests_tests import Repeated
