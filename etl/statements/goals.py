"""Goal sentence, then result sentence: in a list of targets both are one statement.

"(6) Duy trì tỷ lệ … là 11%. Hiện nay đã đạt 10,5% …": the first figure is the plan of the second.
"""

from __future__ import annotations

from etl.statements.context import Context
from etl.statements.draft import Draft, DraftComparison
from etl.statements.vocabulary import fold

_ALIKE = 0.6  # share of an answer's words that must stand in the goal's name


def join_goals(drafts: list[Draft], context: Context, is_item: bool) -> list[Draft]:
    """Merge goals into the results that answer them; a goal without an answer stays a target."""
    if context.kind != "result" or not context.targets_list or not is_item or not drafts:
        return drafts
    answered_from = _first_answer(drafts)
    if answered_from is None:
        return drafts  # nothing answers: these are results like any other
    kept: list[Draft] = []
    goals: list[Draft] = []
    renamed: dict[str, str] = {}  # names of answers -> their goals', for what shares them
    for draft in drafts:
        bare = draft.value is not None and draft.open_pair is None and not draft.comparisons
        if draft.sentence < answered_from and bare and not draft.outcome and draft.target is None:
            goals.append(draft)
            kept.append(draft)
            continue
        if kept and _is_percent_of_goal(draft, kept[-1]):
            _take_percent(kept[-1], draft)
            continue
        goal = _goal_of(draft, goals)
        if goal is None and draft.shared_head:
            draft.name = renamed.get(draft.name, draft.name)
        if goal is not None:
            before = draft.name
            _answer(draft, goal)
            renamed[before] = draft.name
            if goal in kept and all(goal is not d.parent for d in drafts):
                kept.remove(goal)
        kept.append(draft)
    for goal in goals:
        if goal in kept:
            _stay_target(goal)
    return kept


def _first_answer(drafts: list[Draft]) -> int | None:
    """The first sentence that tells what was done, later than the item's first one."""
    opening = drafts[0].sentence
    for draft in drafts:
        only_percent = draft is drafts[-1] and draft.value is None and bool(draft.comparisons)
        if draft.sentence > opening and (draft.outcome or only_percent):
            return draft.sentence
    return None


def _is_percent_of_goal(draft: Draft, last: Draft) -> bool:
    """A bare percentage behind a result in km can only be of the plan: "Hoàn thành 6km. Đạt 200%."."""
    return (
        last.target is not None
        and not last.is_rate
        and not last.has("plan")
        and draft.is_rate
        and draft.value is not None
        and draft.bound is None
        and not draft.pre
        and not draft.comparisons
    )


def _take_percent(last: Draft, percent: Draft) -> None:
    value = percent.value
    if value is None:
        return
    last.comparisons.append(DraftComparison("plan", "percent_of", value, value.value, "percent_of_goal"))
    last.note(value.start, value.end, "comparison")


def _goal_of(draft: Draft, goals: list[Draft]) -> Draft | None:
    """The goal that a later figure answers: same unit, and the same name or none of its own."""
    if draft.value is None and (not draft.comparisons or len(goals) > 1 or draft.estimate):
        return None
    for goal in reversed(goals):
        if draft.sentence <= goal.sentence:
            continue
        if draft.value is None:
            return goal
        if goal.unit and draft.unit and fold(goal.unit).split()[0] != fold(draft.unit).split()[0]:
            continue
        mine, theirs = set(fold(draft.pre or draft.name).split()), set(fold(goal.name).split())
        same = draft.shared_head or not draft.pre or fold(draft.name) == fold(goal.name)
        alike = same or (mine and len(mine & theirs) / len(mine) >= _ALIKE)
        if alike and (draft.place is None or goal.place is None or _letters(draft) == _letters(goal)):
            return goal
    return None


def _letters(draft: Draft) -> str:
    """A place without its figures: "(03 xã)" and "(3 xã)" are one."""
    return "".join(c for c in fold(draft.place or "") if c.isalpha())


def _answer(draft: Draft, goal: Draft) -> None:
    draft.rule += "+goal_then_result"
    if draft.target is None and draft.open_pair is None:
        draft.target, draft.target_high, draft.target_bound = goal.value, goal.value_high, goal.bound
    draft.numbers = [(a, b, "target" if r == "value" else r) for a, b, r in goal.numbers] + draft.numbers
    if draft.shared_head or not draft.pre or draft.value is None or len(draft.name) < len(goal.name):
        draft.name = goal.name
    draft.unit = draft.unit or goal.unit
    draft.parent = draft.parent or goal.parent
    if draft.parent is goal:
        draft.parent = goal.parent


def _stay_target(goal: Draft) -> None:
    goal.kind = "target"
    goal.turn_to_plan()
    goal.rule += "+goal"
