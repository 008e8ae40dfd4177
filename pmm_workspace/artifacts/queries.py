"""Reads that need a sentence."""

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)

from pmm_workspace.accounts.models import Product
from pmm_workspace.artifacts import access, document, kinds, links, search, verification
from pmm_workspace.artifacts.comments import threads
from pmm_workspace.artifacts.concision import Avoided
from pmm_workspace.artifacts.document import Row
from pmm_workspace.artifacts.models import Artifact, Edit, Move, Reviewer, ReviewRequest, State


def waiting_for(user):
    """Documents whose newest text this person was asked to review and has not approved yet; what is due comes first."""
    if not access.may(user, "review"):
        return Artifact.objects.none()
    newest = ReviewRequest.objects.filter(artifact=OuterRef("pk")).order_by("-pk")
    open_seats = Reviewer.objects.filter(request=OuterRef("round"), user=user)
    open_seats = open_seats.filter(Q(approved_revision=None) | ~Q(approved_revision=OuterRef("revision")))
    rows = Artifact.objects.visible_to(user).filter(state=State.IN_REVIEW).with_versions()
    rows = rows.annotate(round=Subquery(newest.values("pk")[:1]), due=Subquery(newest.values("due")[:1]))
    return rows.filter(Q(round=None) | Exists(open_seats)).order_by(F("due").asc(nulls_last=True), "updated_at")


def returned_to(user):
    """This person's documents that a reviewer sent back and nobody has submitted again."""
    last = Move.objects.filter(artifact=OuterRef("pk")).order_by("-pk").values("name")[:1]
    mine = Artifact.objects.visible_to(user).filter(owner=user, state=State.DRAFT).with_versions()
    returned = mine.annotate(last_move=Subquery(last)).filter(last_move="send_back")
    return returned.prefetch_related(Prefetch("moves", Move.objects.select_related("by")))


def found(user, text="", **wanted):
    """What this person may see: newest first, or, with words to look for, best first. `wanted`: see search.Wanted."""
    return looked_up(user, text, **wanted)[0]


def looked_up(user, text="", **wanted) -> tuple[QuerySet, tuple[search.Word, ...]]:
    """What is found, and the words as search understood them."""
    rows = Artifact.objects.visible_to(user).with_versions().defer("latest__content", "approved__content")
    wanted = {name: getattr(value, "pk", value) for name, value in wanted.items() if value}
    if not text.strip():
        return rows.filter(**wanted), ()
    result = search.ranked(user, text, search.Wanted(**wanted))
    places = [When(pk=pk, then=place) for place, pk in enumerate(result.pks)]
    order = Case(*places, output_field=IntegerField()) if places else "-updated_at"
    return rows.filter(pk__in=result.pks).order_by(order), result.words


def names_known_to(user) -> list[str]:
    """What somebody here has met before: the products, and the titles of the newest 300 documents."""
    titles = Artifact.objects.visible_to(user).order_by("-updated_at").values_list("title")[:300]
    return [name for (name,) in Product.objects.order_by().values_list("name").union(titles)]


def words_avoided(user, artifact) -> list[Avoided]:
    """What the documents of the same product, and those of none, ask to avoid; the newest first, 20 at most."""
    asking = [kind._meta.model_name for kind in kinds.kinds() if kind.avoided.__func__ is not Artifact.avoided.__func__]
    rows = Artifact.objects.visible_to(user).exclude(state=State.RETIRED).filter(kind__in=asking)
    rows = rows.filter(Q(product=None) | Q(product=artifact.product_id)).with_versions().order_by("-updated_at")
    rows = rows.defer("latest__search_text", "approved__search_text")
    found = []
    for each in rows[:20]:
        version = links.current(each)
        words = kinds.kind(each.kind).avoided(document.of_kind(each.kind, version))
        found += [Avoided(word, reason, version.title) for word, reason in words]
    return found


def as_read_by(user, rows):
    """These documents under the title, time and state of the version that this person reads, never of a draft."""
    for artifact in rows:
        version = access.readable_version(user, artifact)
        artifact.title, artifact.updated_at = version.title, version.updated_at
        if not access.may(user, "read drafts"):
            artifact.state = State.APPROVED
    return rows


def items_named(user, text, most: int) -> list[tuple[Artifact, str, Row]]:
    """(document, list, item) that a line may name, with these letters in its words or in the title."""
    found = []
    for kind in kinds.kinds():
        for name, item in kinds.lists(kind).items():
            if item.quoted and len(found) < most:
                found += _items_named(user, text, name, item, most - len(found))
    return found


def _items_named(user, text, name, item, most):
    artifacts = Artifact.objects.visible_to(user).exclude(state=State.RETIRED)
    rows = item.objects.filter(artifact__in=artifacts).exclude(**{item.quoted: ""})
    rows = rows.filter(Q(**{f"{item.quoted}__icontains": text}) | Q(artifact__title__icontains=text))
    keys = list(rows.order_by("-artifact__updated_at", "position").values_list("artifact_id", "key")[:most])
    known = Artifact.objects.with_versions().in_bulk({pk for pk, _key in keys})
    documents = {pk: document.of_kind(each.kind, links.current(each)) for pk, each in known.items()}
    named = [(known[pk], name, documents[pk].row(name, key)) for pk, key in keys]
    return [each for each in named if each[-1]]


def new_to_readers(user, most: int):
    """The documents whose text readers got last, the latest first; `since` is when."""
    rows = Artifact.objects.visible_to(user)
    given = Move.objects.filter(name__in=["approve", "publish"], version=F("artifact__approved"), artifact__in=rows)
    at = dict(reversed(given.values_list("artifact", "at")[: 2 * most]))  # at most two moves gave one text
    found = rows.with_versions().in_bulk(list(at)).values()
    for artifact in found:
        artifact.since = at[artifact.pk]
    return as_read_by(user, sorted(found, key=lambda each: each.since, reverse=True)[:most])


def expiring(user):
    """What this person owns and should look at: due soon, due or expired, the oldest first."""
    return verification.expiring(user)


def open_comments(artifact):
    return threads(artifact).filter(resolved_by=None)


def history(artifact):
    """Versions, newest first, with who wrote them and how many edits each holds."""
    return artifact.versions.select_related("author").defer("content", "search_text")


def edits_per_version(versions) -> dict[int, int]:
    counts = Edit.objects.filter(version__in=versions).values("version").annotate(edits=Count("pk"))
    return {row["version"]: row["edits"] for row in counts.order_by()}
