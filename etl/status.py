"""How the warehouse stands, read from small files only, so that the answer comes at once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from etl.events import utc_now
from etl.release.lock import current_holder
from etl.release.store import ReleaseStore
from etl.runlog import read_runs

if TYPE_CHECKING:
    from etl.settings import Settings


def local_time(utc: datetime, zone: str) -> str:
    """A stored UTC time as people read it there."""
    return utc.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).strftime("%d/%m/%Y %H:%M:%S")


def read_status(settings: Settings, runs: int) -> dict[str, Any]:
    """Current release with age, counts and checks; the running build; the last runs.  Times are UTC."""
    store = ReleaseStore(settings.warehouse_dir)
    current = store.current()
    holder = current_holder(settings.work_dir)
    told: dict[str, Any] = {
        "warehouse": str(settings.warehouse_dir),
        "time_zone_shown": settings.timezone,
        "now": utc_now().isoformat(timespec="seconds") + "Z",
        "current": None,
        "releases": len(store.releases()),
        "building": asdict(holder) if holder else None,
        "runs": read_runs(settings.work_dir, runs, holder_pid=holder.pid if holder else None),
    }
    if current is not None:
        manifest = current.manifest()
        newer = [r.name for r in store.releases() if r.name > current.name]
        told["current"] = {
            "release": current.name,
            "published_at": current.published_at.isoformat() + "Z",
            "age_seconds": int((utc_now() - current.published_at).total_seconds()),
            "database": str(current.database),
            "rolled_back_from": newer,
            "counts": manifest.get("counts"),
            "checks": manifest.get("checks"),
            "refused": manifest.get("refused"),
            "duration_seconds": manifest.get("duration_seconds"),
        }
    return told


def describe(told: dict[str, Any]) -> str:
    """The same in words."""
    zone = told["time_zone_shown"]
    lines = [f"Kho / Warehouse: {told['warehouse']}   (giờ / times: {zone})"]
    current = told["current"]
    if current is None:
        lines.append("Chưa có bản phát hành nào; chạy `chitieu build`. / There is no release yet.")
    else:
        published = datetime.fromisoformat(current["published_at"].rstrip("Z"))
        checks, counts = current["checks"] or {}, current["counts"] or {}
        failed = checks.get("failed", [])
        lines += [
            f"Bản hiện tại / Current: {current['release']}, {local_time(published, zone)}, "
            f"tuổi / age {_age(current['age_seconds'])}",
            *(
                f"  đã quay lui từ / rolled back from: {name} (còn trên đĩa / still on disk)"
                for name in current["rolled_back_from"]
            ),
            f"  báo cáo / reports {counts.get('reports')}, "
            f"quan sát / observations {counts.get('observations')}, "
            f"phát hiện / findings {counts.get('findings')}",
            f"  kiểm tra / checks: {checks.get('passed')}/{checks.get('expectations')} đạt / passed",
            *(f"    ! {f['stage']}.{f['frame']}: {f['message_en']}" for f in failed),
            *(f"  từ chối / refused: {r['message_en']}" for r in current["refused"] or []),
        ]
    if told["building"]:
        holder = told["building"]
        lines.append(f"Đang dựng / Building: pid {holder['pid']} từ / since {holder['since']} UTC")
    if told["runs"]:
        lines.append("Các lần chạy gần nhất / Last runs:")
    for run in told["runs"]:
        started = datetime.fromisoformat(run["started_at"])
        seconds = f", {run['seconds']} s" if "seconds" in run else ""
        why = f": {run['message_en']}" if run.get("message_en") else ""
        lines.append(f"  {local_time(started, zone)}  {run['command']}  {run['outcome']}{seconds}{why}")
    return "\n".join(lines)


def _age(seconds: int) -> str:
    for size, name in ((86400, "ngày / d"), (3600, "giờ / h"), (60, "phút / min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {name}"
    return f"{seconds} giây / s"
