/* What this machine can do at most, for the same work.

       limits sync FOLDER SECONDS             appends of 4 KiB, each synced to disk
       limits sqlite FILE ROWS SECONDS        SQLite alone: create + transition, grouped; list of 50
       limits http PORT                       answers every request with the same short body, until stopped

   Prints one JSON object a line. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* ---- Syncs ---- */

static int measure_sync(const char *folder, double seconds) {
    char path[4096], block[4096];
    snprintf(path, sizeof path, "%s/sync-probe", folder);
    memset(block, 'a', sizeof block);
    int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file < 0) fail(path);
    long count = 0;
    double start = now(), passed;
    do {
        if (write(file, block, sizeof block) != sizeof block || fdatasync(file)) fail("write");
        count++;
    } while ((passed = now() - start) < seconds);
    close(file);
    unlink(path);
    printf("{\"limit\": \"sync\", \"per_second\": %.0f}\n", (double)count / passed);
    return 0;
}

/* ---- SQLite ---- */

static sqlite3 *database;

static void execute(const char *text) {
    char *message = NULL;
    if (sqlite3_exec(database, text, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "limits: %s: %s\n", text, message);
        exit(1);
    }
}

static sqlite3_stmt *prepared(const char *text) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "limits: %s: %s\n", text, sqlite3_errmsg(database));
        exit(1);
    }
    return statement;
}

static void finish(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) {
        fprintf(stderr, "limits: %s\n", sqlite3_errmsg(database));
        exit(1);
    }
    sqlite3_reset(statement);
}

static uint32_t random_below(uint32_t bound) {
    static uint64_t state = 42;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % bound;
}

static sqlite3_stmt *insert_matter, *insert_entry, *read_matter, *update_matter;

static void write_entry(int64_t matter, int version, int from, int to) {
    sqlite3_bind_int64(insert_entry, 1, matter);
    sqlite3_bind_int(insert_entry, 2, version);
    sqlite3_bind_int(insert_entry, 3, from);
    sqlite3_bind_int(insert_entry, 4, to);
    finish(insert_entry);
}

static int64_t create(void) {
    static uint64_t sequence;
    char region[16], number[32];
    unsigned city = 1 + random_below(13), county = 1 + random_below(8), township = 100 + random_below(14);
    snprintf(region, sizeof region, "32%02u%02u%03u000", city, county, township);
    snprintf(number, sizeof number, "A%015llu", (unsigned long long)++sequence);
    sqlite3_bind_text(insert_matter, 1, number, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert_matter, 2, region, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(insert_matter, 3, (int)random_below(800000));
    finish(insert_matter);
    int64_t matter = sqlite3_last_insert_rowid(database);
    write_entry(matter, 1, -1, 0);
    return matter;
}

static void transition(int64_t matter) {
    sqlite3_bind_int64(read_matter, 1, matter);
    if (sqlite3_step(read_matter) != SQLITE_ROW) exit(1);
    int state = sqlite3_column_int(read_matter, 0), version = sqlite3_column_int(read_matter, 1);
    sqlite3_reset(read_matter);
    sqlite3_bind_int(update_matter, 1, state + 1);
    sqlite3_bind_int64(update_matter, 2, matter);
    sqlite3_bind_int(update_matter, 3, version);
    finish(update_matter);
    write_entry(matter, version + 1, state, state + 1);
}

/* As many commands in one transaction as clients would be waiting; half create, half move what was created. */
static void measure_group(int size, double seconds) {
    int64_t open[256];
    int waiting = 0;
    long commands = 0;
    double start = now(), passed;
    do {
        execute("BEGIN IMMEDIATE");
        for (int i = 0; i < size; i++, commands++) {
            if (commands % 2) transition(open[--waiting]);
            else open[waiting++] = create();
        }
        execute("COMMIT");
    } while ((passed = now() - start) < seconds);
    printf("{\"limit\": \"sqlite-commands\", \"clients\": %d, \"per_second\": %.0f}\n", size, (double)commands / passed);
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

static void measure_list(double seconds) {
    sqlite3_stmt *list = prepared(
        "SELECT id, number, region, title, state, due FROM matter WHERE region >= ? AND region < ? "
        "ORDER BY id DESC LIMIT 50");
    long queries = 0;
    double start = now(), passed;
    do {
        char low[16], high[16];
        unsigned city = 1 + random_below(13), county = 1 + random_below(8);
        snprintf(low, sizeof low, "32%02u%02u", city, county);
        snprintf(high, sizeof high, "32%02u%02u", city, county + 1);
        sqlite3_bind_text(list, 1, low, -1, SQLITE_TRANSIENT);
        sqlite3_bind_text(list, 2, high, -1, SQLITE_TRANSIENT);
        while (sqlite3_step(list) == SQLITE_ROW) continue;
        sqlite3_reset(list);
        queries++;
    } while ((passed = now() - start) < seconds);
    printf("{\"limit\": \"sqlite-list\", \"per_second\": %.0f}\n", (double)queries / passed);
}

static int measure_sqlite(const char *path, long rows, double seconds) {
    char aside[4096];
    unlink(path);
    snprintf(aside, sizeof aside, "%s-wal", path);
    unlink(aside);
    if (sqlite3_open(path, &database) != SQLITE_OK) fail(path);
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144");
    execute(
        "CREATE TABLE matter (id INTEGER PRIMARY KEY, number TEXT NOT NULL, region TEXT NOT NULL, enterprise INTEGER "
        "NOT NULL, title TEXT NOT NULL, state INTEGER NOT NULL, due INTEGER NOT NULL, version INTEGER NOT NULL);"
        "CREATE TABLE entry (id INTEGER PRIMARY KEY, matter INTEGER NOT NULL, version INTEGER NOT NULL, origin INTEGER "
        "NOT NULL, destination INTEGER NOT NULL, note TEXT NOT NULL, at INTEGER NOT NULL)");
    insert_matter = prepared(
        "INSERT INTO matter (number, region, enterprise, title, state, due, version) "
        "VALUES (?, ?, ?, '配电箱未接地，门锁损坏，缺少警示标识', 0, 1790000000, 1)");
    insert_entry = prepared(
        "INSERT INTO entry (matter, version, origin, destination, note, at) VALUES (?, ?, ?, ?, '请按期整改', 1780000000)");
    read_matter = prepared("SELECT state, version FROM matter WHERE id = ?");
    update_matter = prepared("UPDATE matter SET state = ?, version = version + 1 WHERE id = ? AND version = ?");
    execute("BEGIN");
    for (long i = 0; i < rows; i++) create();
    execute("COMMIT");
    execute(
        "CREATE INDEX matter_region ON matter (region, id); CREATE INDEX matter_due ON matter (state, due);"
        "CREATE INDEX matter_enterprise ON matter (enterprise); CREATE UNIQUE INDEX matter_number ON matter (number);"
        "CREATE INDEX entry_matter ON entry (matter, version); PRAGMA synchronous = FULL");
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
    int sizes[] = {1, 16, 128};
    for (int i = 0; i < 3; i++) measure_group(sizes[i], seconds);
    measure_list(seconds);
    sqlite3_close(database);
    return 0;
}

/* ---- HTTP ---- */

static _Noreturn void serve_http(int port) {
    static const char answer[] =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"id\":\"matter\"}";
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 512)) fail("listen");
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            int socket = events[i].data.fd;
            char request[16384];
            if (socket == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
            } else if (recv(socket, request, sizeof request, 0) <= 0 ||
                       send(socket, answer, sizeof answer - 1, MSG_NOSIGNAL) < 0) {
                close(socket);
            }
        }
    }
}

int main(int count, char **arguments) {
    if (count == 4 && !strcmp(arguments[1], "sync")) return measure_sync(arguments[2], atof(arguments[3]));
    if (count == 5 && !strcmp(arguments[1], "sqlite"))
        return measure_sqlite(arguments[2], atol(arguments[3]), atof(arguments[4]));
    if (count == 3 && !strcmp(arguments[1], "http")) serve_http(atoi(arguments[2]));
    fprintf(stderr, "limits sync FOLDER SECONDS | sqlite FILE ROWS SECONDS | http PORT\n");
    return 2;
}
