"""Start Superset over a warehouse, the bundle imported: `serve.py WAREHOUSE_DIR [--port 8088]`.

Runs in Superset's own environment (`make superset` installs it).  The first start makes Superset's database,
a key for its sessions and an administrator beside it, in SUPERSET_HOME (`.superset` here); every start puts
the bundle in as it stands.  The administrator's password comes from CHITIEU_SUPERSET_PASSWORD, or is made up
and printed once.  Listens on this machine only: for more people, run Superset as its manual says.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADMIN = "admin"


def prepare(home: Path) -> None:
    """Superset's database, roles and administrator, at the first start."""
    ready = home / "ready"
    if ready.exists():
        return
    from flask_migrate import upgrade
    from superset.extensions import appbuilder, security_manager

    given = os.environ.get("CHITIEU_SUPERSET_PASSWORD")
    password = given or secrets.token_urlsafe(12)
    upgrade()
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    if security_manager.find_user(ADMIN) is None:
        role = security_manager.find_role("Admin")
        security_manager.add_user(ADMIN, "Chỉ tiêu", "Admin", "admin@localhost", role, password=password)
    else:  # an earlier first start was cut short
        security_manager.reset_password(security_manager.find_user(ADMIN).id, password)
    ready.touch()
    if not given:
        told = f"{ADMIN} / {password}"
        print(f"Đăng nhập: {told} (chỉ in lần này). / Log in: {told} (printed this once).", flush=True)


def main() -> int:
    """Prepare, import, serve until stopped; 64 where there is no release to show."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("warehouse", type=Path, help="the warehouse directory, which holds `current`")
    asked.add_argument("--port", type=int, default=8088)
    given = asked.parse_args()
    if not (given.warehouse / "current" / "chitieu.duckdb").is_file():
        print(
            f"{given.warehouse}: chưa có bản phát hành; chạy `make warehouse` trước."
            f" / {given.warehouse}: no release yet; run `make warehouse` first.",
            file=sys.stderr,
        )
        return 64
    home = Path(os.environ.setdefault("SUPERSET_HOME", str(Path(".superset").resolve())))
    home.mkdir(parents=True, exist_ok=True)
    os.environ["SUPERSET_CONFIG_PATH"] = str(HERE / "superset_config.py")
    os.environ["FLASK_APP"] = "superset.app:create_app()"

    # Superset reads its settings when it is imported.
    from bundle import contents
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        prepare(home)
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.extensions import security_manager
        from superset.utils.core import override_user

        # The name of the archive's root is not part of what the command is given.
        files = {n.partition("/")[2]: text for n, text in contents(given.warehouse).items()}
        with override_user(security_manager.find_user(ADMIN)):
            ImportAssetsCommand(files).run()
    print(f"http://127.0.0.1:{given.port}/superset/dashboard/chitieu/", flush=True)
    app.run(host="127.0.0.1", port=given.port, threaded=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
