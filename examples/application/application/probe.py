"""`python -m application.probe` ends with 0 if the server is alive: the image's HEALTHCHECK, without curl."""

import os
import sys
import urllib.request


def main() -> int:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{os.environ.get('PORT', '8080')}/health/live", timeout=5
        ) as answer:
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
