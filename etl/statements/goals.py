"""Goal sentence, then result sentence: in a list of targets both are one statement.

"(6) Duy trì tỷ lệ … là 11%. Hiện nay đã đạt 10,5% …": the first figure is the plan of the second.
"""

from __future__ import annotations

from etl.statements.context import Context
from etl.statements.draft import Draft, DraftComparison
from etl.statements.vocabulary import fold


def join_goals(drafts: list[Draft], context: Context, is_item: bool) -> list[Draft]:
    """Merge goals into the results that answer them; a goal without an answer stays a target."""
    if context.kind != "result" or not context.targets_list or not is_item or not drafts:
        return drafts
    first_outcome = next(
        (i for i, d in enumerate(drafts) if d.outcome and d.sentence > drafts[0].sentence), None
    )
    if first_outcome is None:
        last = drafts[-1]
        if not (last.value is None and last.comparisons and last.sentence > drafts[0].sentence):
            return drafts  # nothing answers: these are results like any other
    kept: list[Draft] = []
    goals: list[Draft] = []
    for i, draft in enumerate(drafts):
        bare = draft.value is not None and draft.open_pair is None and not draft.comparisons
        before = (
            draft is not drafts[-1]
            if first_outcome is None
            else draft.sentence < drafts[first_outcome].sentence
        )
        if before and bare and not draft.outcome and draft.target is None:
            goals.append(draft)
            kept.append(draft)
            continue
        last = kept[-1] if kept else None
        if _is_percent_of_goal(draft, last):
            assert last is not None and draft.value is not None
            last.comparisons.append(
                DraftComparison("plan", "percent_of", draft.value.value, draft.value.decimals, draft.value.start,
                                draft.value.end, rule="percent_of_goal")
            )  # fmt: skip
            last.note(draft.value.start, draft.value.end, "comparison")
            continue
        goal = _goal_of(draft, goals)
        if goal is not None:
            _answer(draft, goal)
            if goal in kept and all(goal is not d.parent for d in drafts):
                kept.remove(goal)
        kept.append(draft)
    for goal in goals:
        if goal in kept:
            goal.kind = "target"
            goal.target, goal.target_high, goal.target_bound = goal.value, goal.value_high, goal.bound
            goal.value = goal.value_high = goal.bound = None
            goal.numbers = [(a, b, "target" if r == "value" else r) for a, b, r in goal.numbers]
            goal.rule += "+goal"
    return kept


def _is_percent_of_goal(draft: Draft, last: Draft | None) -> bool:
    """ "Ước cuối năm hoàn thành 6km. Đạt 200%.": of a goal in km a bare percentage can only be of the plan."""
    return (
        last is not None
        and last.target is not None
        and not last.is_rate
        and not last.has("plan")
        and draft.is_rate
        and draft.value is not None
        and draft.bound is None
        and not draft.pre
        and not draft.comparisons
    )


def _goal_of(draft: Draft, goals: list[Draft]) -> Draft | None:
    """The goal that a later figure of the item answers: same unit, and the same name or none of its own."""
    if draft.value is None and (not draft.comparisons or len(goals) > 1 or draft.estimate):
        return None
    for goal in reversed(goals):
        if draft.sentence <= goal.sentence:
            continue
        if (
            draft.value is not None
            and goal.unit
            and draft.unit
            and fold(goal.unit).split()[0] != fold(draft.unit).split()[0]
        ):
            continue
        if draft.value is None:
            return goal
        mine, theirs = set(fold(draft.pre or draft.name).split()), set(fold(goal.name).split())
        alike = draft.shared_head or not draft.pre or (mine and len(mine & theirs) / len(mine) >= 0.6)
        if alike and (draft.place is None or goal.place is None or fold(draft.place) == fold(goal.place)):
            return goal
    return None


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
