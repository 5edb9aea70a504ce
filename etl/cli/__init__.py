"""The command line: parses, calls a step, reports.  No rule of the product lives here."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Entry point of `chitieu`; leaves with one of the four exit codes of `etl.errors.ExitCode`."""
    # Looking for garbage after every 700 objects is a tenth of the time of imports and of reading.
    gc.set_threshold(50_000, 20, 20)
    from etl.cli.app import app, usage_errors_leave_with
    from etl.cli.show import report_error, report_fault
    from etl.errors import ChitieuError, ExitCode

    usage_errors_leave_with(int(ExitCode.WRONG_USAGE))
    try:
        app()
    except ChitieuError as error:
        report_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("Đã dừng theo yêu cầu. / Stopped as asked.", file=sys.stderr)
        sys.exit(int(ExitCode.NOTHING_PUBLISHED))
    except BrokenPipeError:
        # `chitieu sql … | head`: the reader has seen enough.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (the last resort: told as a fault of ours)
        report_fault(error)
        sys.exit(int(ExitCode.NOTHING_PUBLISHED))


if __name__ == "__main__":
    main()
