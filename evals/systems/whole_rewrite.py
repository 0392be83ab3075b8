"""An ablation: the workflow's first draft, but each round of revision has the whole article written again."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial

from agents.domain import Call, Draft, Result, Review, Revision, Round
from agents.fencing import fence
from agents.models.calling import Caller
from agents.reading.markdown import to_markdown
from agents.reading.text import count_words
from agents.repair import repair
from evals.judging import review, said, terms_for
from evals.systems.prompts import SYSTEM, ask, read_reply
from evals.systems.system import budget_of, caller
from graphs.context import Context
from graphs.desk import knowledge
from graphs.ending import goes_on
from graphs.write import awrite_article
from knowledge.errors import BudgetExceeded, InputError, ModelError, ReplyUnusable

AGAIN = """\
{request}

{source}

{article}

An editor found these faults in the article:
{fixes}
Answer with the whole article again, mended, with its front matter."""


async def whole_rewrite(request: str, source: str, context: Context) -> Result:
    """Rounds end by the workflow's own rules. A rewritten article is taken when fewer blocking findings are open."""
    began = time.monotonic()
    result = await awrite_article(request, source, context=context.model_copy(update={"max_revisions": 0}))
    brief, origin, best, found = result.brief, result.source, result.draft, result.review
    if result.status == "failed" or brief is None or origin is None or best is None or found is None:
        return result
    terms = await asyncio.to_thread(terms_for, origin, brief, await knowledge(context))
    judge = partial(
        review, brief=brief, source=origin, facts=result.facts, terms=terms, plan=result.plan, passages=result.passages
    )
    started = time.monotonic()
    desk = caller("rewriter", context, budget_of(context, result.usage, started - began))
    rounds, stop = list(result.rounds), ""
    while not stop and goes_on(found, rounds, context.max_revisions, []):
        spent = len(desk.calls)
        refused = ""
        try:
            draft = await _rewritten(best, found, request, source, desk, context)
            tried = await asyncio.to_thread(repair, _renamed(draft, best), brief)
            again = await asyncio.to_thread(judge, tried)
            if len(again.blocking) < len(found.blocking):
                best, found = tried, again
            else:
                refused = "It has not fewer blocking findings."
        except (ReplyUnusable, InputError) as error:
            refused = str(error)
        except (ModelError, BudgetExceeded) as error:
            stop = refused = str(error)
        tried_again = Revision(target="article", findings=rounds[-1].blocking, accepted=not refused, reason=refused)
        rounds.append(_round(len(rounds), found, tried_again, desk.calls[spent:]))
    return result.model_copy(
        update={
            "status": "passed" if found.passed else "needs_review",
            "reason": f"{stop} The best draft so far is kept." if stop else said(found),
            "draft": best,
            "review": found,
            "rounds": rounds,
            "calls": [*result.calls, *desk.calls],
            "seconds": {**result.seconds, "rewriter": time.monotonic() - started},
        }
    )


async def _rewritten(best: Draft, found: Review, request: str, source: str, desk: Caller, context: Context) -> Draft:
    """Raises ReplyUnusable or InputError when the reply is no article."""
    fixes = dict.fromkeys(finding.fix for finding in found.blocking)
    user = AGAIN.format(
        request=request.strip(),
        source=fence("source", source),
        article=fence("article", to_markdown(best)),
        fixes=fence("notes", "\n".join(f"- {fix}" for fix in fixes)),
    )
    words = max(count_words(source), sum(count_words(section.body) for section in best.sections))
    reply = await ask(desk, SYSTEM, user, context, words=words, purpose="rewrite")
    return await asyncio.to_thread(read_reply, reply, best.language)


def _renamed(draft: Draft, old: Draft) -> Draft:
    """The rewritten article under the section ids of the old one, place by place, and its secondary keyphrases."""
    ids = [section.id for section in old.sections]
    sections = [
        section.model_copy(update={"id": ids[place] if place < len(ids) else f"n{place}"})
        for place, section in enumerate(draft.sections)
    ]
    metadata = draft.metadata.model_copy(update={"secondary_keyphrases": old.metadata.secondary_keyphrases})
    return draft.model_copy(update={"sections": sections, "metadata": metadata})


def _round(number: int, found: Review, tried: Revision, calls: Sequence[Call]) -> Round:
    return Round(
        number=number,
        blocking=[f"{finding.check}@{finding.target}" for finding in found.blocking],
        advice=[f"{f.check}@{f.target}" for f in found.findings if f.severity == "advice"],
        revisions=[tried],
        calls=len(calls),
        output_tokens=sum(call.output_tokens for call in calls),
    )
