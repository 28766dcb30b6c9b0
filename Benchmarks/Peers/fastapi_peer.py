"""The quick choice in Python: FastAPI on uvicorn (uvloop, httptools) with asyncpg and SQL by hand, one round trip for each change. The same
tables and the same work as django_peer.py.

    fastapi_peer.py token              and, for uvicorn, fastapi_peer:app
"""

import hashlib
import hmac
import os
import time
from contextlib import asynccontextmanager

import asyncpg
import orjson
from fastapi import FastAPI, Request
from fastapi.responses import Response

KEY = b"only-for-measuring"
NEXT_STATES = {0: {1}, 1: {2}, 2: {1, 3}, 3: set()}
CREATE = """
    WITH made AS (
        INSERT INTO matter (number, region, enterprise, title, grade, state, due, version)
        VALUES ($1, $2, $3, $4, $5, 0, $6::bigint + 1296000, 1) RETURNING id
    ), noted AS (
        INSERT INTO entry (matter_id, version, person, origin, destination, note, at)
        SELECT id, 1, $7, -1, 0, '', $6::bigint FROM made
    )
    SELECT id FROM made"""
MOVE = """
    WITH open AS (
        SELECT id, state FROM matter
        WHERE id = $1 AND version = $2 AND state = ANY($3::smallint[]) AND region LIKE $4 || '%' FOR UPDATE
    ), moved AS (
        UPDATE matter SET state = $5, version = matter.version + 1 FROM open WHERE matter.id = open.id
        RETURNING matter.id, matter.version, open.state AS origin
    ), noted AS (
        INSERT INTO entry (matter_id, version, person, origin, destination, note, at)
        SELECT id, version, $6, origin, $5, $7, $8 FROM moved
    )
    SELECT version FROM moved"""
NEWEST = """
    SELECT id, number, region, enterprise, title, grade, state, due, version FROM matter
    WHERE region >= $1 AND region < $1 || '~' ORDER BY id DESC LIMIT 50"""


def sign(text):
    return hmac.new(KEY, text.encode(), hashlib.sha256).hexdigest()


def signed_in(request):
    """Who asks and the region they answer for, or None."""
    text, _, signature = request.headers.get("authorization", "").removeprefix("Bearer ").rpartition(":")
    if not hmac.compare_digest(signature, sign(text)):
        return None
    person, region = text.split("/")
    return int(person), region


def answer(content, status=200):
    return Response(orjson.dumps(content), status_code=status, media_type="application/json")


@asynccontextmanager
async def connected(app):
    app.state.pool = await asyncpg.create_pool(
        host="127.0.0.1", port=int(os.environ["PEERS_POSTGRES_PORT"]), user="postgres", database="peers", min_size=8,
        max_size=8)
    yield
    await app.state.pool.close()


app = FastAPI(lifespan=connected)


@app.post("/matters")
async def create(request: Request):
    asker = signed_in(request)
    if asker is None:
        return answer({"code": "sign-in"}, 401)
    person, region = asker
    asked = orjson.loads(await request.body())
    if not asked["region"].startswith(region):
        return answer({"code": "region"}, 403)
    key = await app.state.pool.fetchval(
        CREATE, asked["number"], asked["region"], asked["enterprise"], asked["title"], asked["grade"], int(time.time()),
        person)
    return answer({"id": key, "version": 1}, 201)


@app.post("/matters/{key}/move")
async def move(key: int, request: Request):
    asker = signed_in(request)
    if asker is None:
        return answer({"code": "sign-in"}, 401)
    person, region = asker
    asked = orjson.loads(await request.body())
    origins = [state for state, next_states in NEXT_STATES.items() if asked["to"] in next_states]
    version = await app.state.pool.fetchval(
        MOVE, key, asked["version"], origins, region, asked["to"], person, asked["note"], int(time.time()))
    if version is None:
        return answer({"code": "state"}, 409)
    return answer({"id": key, "state": asked["to"], "version": version})


@app.get("/matters")
async def newest(county: str, request: Request):
    asker = signed_in(request)
    if asker is None:
        return answer({"code": "sign-in"}, 401)
    if not county.startswith(asker[1]):
        return answer({"code": "region"}, 403)
    rows = await app.state.pool.fetch(NEWEST, county)
    return answer({"matters": [dict(row) for row in rows]})


if __name__ == "__main__":
    print("7/32:" + sign("7/32"))
