"""The usual choice: Django with its ORM on PostgreSQL, served by gunicorn. The same work as a matter of ours: create, transition with a
check of state and version, list of the newest 50 of a county; each change with a journal row, durable.

    django_peer.py migrate | token         and, for gunicorn, django_peer:application
"""

import json
import os
import sys
import time

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="only-for-measuring",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.contenttypes"],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
    USE_TZ=False,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "peers",
            "USER": "postgres",
            "HOST": "127.0.0.1",
            "PORT": os.environ["PEERS_POSTGRES_PORT"],
            "CONN_MAX_AGE": None,
        }
    },
)
django.setup()

from django.core import signing
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

NEXT_STATES = {0: {1}, 1: {2}, 2: {1, 3}, 3: set()}
FIFTEEN_DAYS = 15 * 86_400


class Matter(models.Model):
    number = models.CharField(max_length=40, unique=True)
    region = models.CharField(max_length=12)
    enterprise = models.IntegerField(db_index=True)
    title = models.CharField(max_length=200)
    grade = models.SmallIntegerField()
    state = models.SmallIntegerField(default=0)
    due = models.BigIntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "peers"
        db_table = "matter"
        indexes = [
            models.Index(fields=["region", "id"], name="matter_region"),
            models.Index(fields=["state", "due"], name="matter_due"),
        ]


class Entry(models.Model):
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, db_index=False)
    version = models.IntegerField()
    person = models.IntegerField()
    origin = models.SmallIntegerField()
    destination = models.SmallIntegerField()
    note = models.CharField(max_length=200)
    at = models.BigIntegerField()

    class Meta:
        app_label = "peers"
        db_table = "entry"
        indexes = [models.Index(fields=["matter", "version"], name="entry_matter")]


SIGNER = signing.TimestampSigner()


def signed_in(view):
    """Passes on who asks and the region they answer for, from the signed token."""

    @csrf_exempt
    def checked(request, **arguments):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            person, region = SIGNER.unsign(token).split("/")
        except (signing.BadSignature, ValueError):
            return refusal(401, "sign-in")
        return view(request, int(person), region, **arguments)

    return checked


def refusal(status, code):
    return JsonResponse({"code": code}, status=status)


@signed_in
def matters(request, person, region):
    return create(request, person, region) if request.method == "POST" else newest(request, region)


def create(request, person, region):
    asked, now = json.loads(request.body), int(time.time())
    if not asked["region"].startswith(region):
        return refusal(403, "region")
    with transaction.atomic():
        matter = Matter.objects.create(
            number=asked["number"], region=asked["region"], enterprise=asked["enterprise"], title=asked["title"],
            grade=asked["grade"], due=now + FIFTEEN_DAYS)
        Entry.objects.create(matter=matter, version=1, person=person, origin=-1, destination=0, note="", at=now)
    return JsonResponse({"id": matter.id, "version": 1}, status=201)


def newest(request, region):
    county = request.GET["county"]
    if not county.startswith(region):
        return refusal(403, "region")
    found = Matter.objects.filter(region__gte=county, region__lt=county + "~").order_by("-id")[:50]
    columns = ("id", "number", "region", "enterprise", "title", "grade", "state", "due", "version")
    return JsonResponse({"matters": list(found.values(*columns))})


@signed_in
def move(request, person, region, key):
    asked, now = json.loads(request.body), int(time.time())
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(pk=key)
        if not matter.region.startswith(region):
            return refusal(403, "region")
        if asked["to"] not in NEXT_STATES[matter.state] or asked["version"] != matter.version:
            return refusal(409, "state")
        origin, matter.state, matter.version = matter.state, asked["to"], matter.version + 1
        matter.save(update_fields=["state", "version"])
        Entry.objects.create(
            matter=matter, version=matter.version, person=person, origin=origin, destination=matter.state,
            note=asked["note"], at=now)
    return JsonResponse({"id": matter.id, "state": matter.state, "version": matter.version})


urlpatterns = [path("matters", matters), path("matters/<int:key>/move", move)]
application = get_wsgi_application()

if __name__ == "__main__":
    if sys.argv[1] == "migrate":
        with connection.schema_editor() as editor:
            editor.create_model(Matter)
            editor.create_model(Entry)
    else:
        print(SIGNER.sign("7/32"))
