/* A load generator for HTTP/1.1 on one machine: N clients in one thread, each walking through the steps of a
   scenario over one kept connection, sending the next request when the answer to the last is complete.

       load PORT CLIENTS WARM-UP-SECONDS SECONDS < scenario

   A scenario is lines. `{name}` in a path or a body stands for a value, see `write_value`.

       header Accept-Language: zh-CN
       choices county 320102000000 320104000000
       step create POST /api/matters
       body {"region":"{county}","title":"…"}
       take id "id":                              the value after the first such text in the answer
       step accept POST /api/matters/{id}/accept
       header Authorization: Bearer def          for this step alone
       body {}

   Answers with a status from 200 to 299 count; any other counts as an error, and the client begins again.
   Prints one JSON object: requests and latencies for each step, and whole walks a second. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_STEPS = 16, MAX_TAKES = 4, MAX_CHOICES = 512, NAME = 32, VALUE = 96, REQUEST = 1 << 16 };

typedef struct {
    char name[NAME], after[64];
} Take;

typedef struct {
    char name[NAME], method[8], *path, *body, headers[1024];
    Take takes[MAX_TAKES];
    int take_count;
    uint32_t *micros;
    size_t measured, capacity;
    long errors;
} Step;

typedef struct {
    char name[NAME];
    char *values[MAX_CHOICES];
    int count;
} Choice;

typedef struct {
    int socket, step;
    char taken[MAX_STEPS * MAX_TAKES][VALUE];
    char request[REQUEST];
    size_t request_length, sent;
    char *answer;
    size_t answer_length, answer_capacity;
    double started;
} Client;

static Step steps[MAX_STEPS];
static int step_count;
static Choice choices[8];
static int choice_count;
static char headers[8192];
static int port;
static int errors_shown;

static void fail(const char *what) {
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static uint64_t random_bits(void) {
    static uint64_t state;
    if (!state) state = (uint64_t)time(NULL) * 0x9E3779B97F4A7C15u ^ (uint64_t)getpid() << 32;
    uint64_t mixed = (state += 0x9E3779B97F4A7C15u);
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return mixed ^ mixed >> 31;
}

/* ---- The scenario ---- */

static void read_choices(char *line) {
    Choice *choice = &choices[choice_count++];
    char *name = strtok(line, " ");
    snprintf(choice->name, NAME, "%s", name);
    for (char *value; (value = strtok(NULL, " ")) && choice->count < MAX_CHOICES;)
        choice->values[choice->count++] = strdup(value);
}

static void read_step(const char *line) {
    Step *step = &steps[step_count++];
    char path[4096];
    if (sscanf(line, "%31s %7s %4095s", step->name, step->method, path) != 3) fail("a step needs name, method and path");
    step->path = strdup(path);
}

/* For every step, or for the one it stands below. */
static void read_header(const char *line) {
    char *list = step_count ? steps[step_count - 1].headers : headers;
    size_t size = step_count ? sizeof steps[0].headers : sizeof headers;
    if (strlen(list) + strlen(line) + 3 > size) fail("too many headers");
    strcat(list, line);
    strcat(list, "\r\n");
}

static void read_take(const char *line) {
    Step *step = &steps[step_count - 1];
    Take *take = &step->takes[step->take_count++];
    if (sscanf(line, "%31s %63s", take->name, take->after) != 2) fail("a take needs name and text");
}

static void read_scenario(void) {
    static char line[REQUEST];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (!strncmp(line, "header ", 7)) {
            read_header(line + 7);
        } else if (!strncmp(line, "choices ", 8)) {
            read_choices(line + 8);
        } else if (!strncmp(line, "step ", 5)) {
            read_step(line + 5);
        } else if (!strncmp(line, "body ", 5)) {
            steps[step_count - 1].body = strdup(line + 5);
        } else if (!strncmp(line, "take ", 5)) {
            read_take(line + 5);
        } else if (line[0]) {
            fail(line);
        }
    }
    if (!step_count) fail("the scenario has no step");
}

/* ---- Requests ---- */

/* {sequence}: a number never used before. {uuid}: a random one. {below:N}: a random number under N.
   {name}: a random one of those choices, or what this client last took by that name. */
static int write_value(char *out, const char *name, int length, Client *client) {
    static uint64_t sequence;
    if (length == 8 && !strncmp(name, "sequence", 8)) {
        if (!sequence) sequence = (uint64_t)time(NULL) << 24;
        return sprintf(out, "%llu", (unsigned long long)sequence++);
    }
    if (length == 4 && !strncmp(name, "uuid", 4)) {
        uint64_t high = random_bits(), low = random_bits();
        return sprintf(out, "%08x-%04x-4%03x-%04x-%012llx", (uint32_t)(high >> 32), (uint32_t)(high >> 16 & 0xffff),
                       (uint32_t)(high & 0xfff), (uint32_t)(0x8000 | (low >> 48 & 0x3fff)),
                       (unsigned long long)(low & 0xffffffffffff));
    }
    if (length > 6 && !strncmp(name, "below:", 6)) return sprintf(out, "%llu", random_bits() % strtoull(name + 6, NULL, 10));
    for (int i = 0; i < choice_count; i++)
        if ((int)strlen(choices[i].name) == length && !strncmp(name, choices[i].name, length))
            return sprintf(out, "%s", choices[i].values[random_bits() % choices[i].count]);
    for (int s = 0; s < step_count; s++)
        for (int t = 0; t < steps[s].take_count; t++)
            if ((int)strlen(steps[s].takes[t].name) == length && !strncmp(name, steps[s].takes[t].name, length))
                return sprintf(out, "%s", client->taken[s * MAX_TAKES + t]);
    return -1;
}

static size_t fill(char *out, const char *pattern, Client *client) {
    char *start = out;
    while (*pattern) {
        const char *end = *pattern == '{' ? strchr(pattern, '}') : NULL;
        int written = end ? write_value(out, pattern + 1, (int)(end - pattern - 1), client) : -1;
        if (written >= 0) {
            out += written;
            pattern = end + 1;
        } else {
            *out++ = *pattern++;
        }
    }
    *out = 0;
    return (size_t)(out - start);
}

static void prepare(Client *client) {
    static char path[8192], body[REQUEST / 2];
    Step *step = &steps[client->step];
    fill(path, step->path, client);
    size_t length = step->body ? fill(body, step->body, client) : 0;
    int head = sprintf(client->request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: application/json\r\n%s%s",
                       step->method, path, port, headers, step->headers);
    if (step->body)
        head += sprintf(client->request + head, "Content-Type: application/json\r\nContent-Length: %zu\r\n", length);
    head += sprintf(client->request + head, "\r\n");
    if (step->body) memcpy(client->request + head, body, length);
    client->request_length = (size_t)head + length;
    client->sent = client->answer_length = 0;
    client->started = now();
}

static bool send_rest(Client *client) {
    while (client->sent < client->request_length) {
        ssize_t count =
            send(client->socket, client->request + client->sent, client->request_length - client->sent, MSG_NOSIGNAL);
        if (count < 0) return errno == EAGAIN;
        client->sent += (size_t)count;
    }
    return true;
}

/* ---- Answers ---- */

/* The value of a header, when the head (which ends with a zero) has it. */
static const char *header_value(const char *head, const char *name) {
    const char *found = strcasestr(head, name);
    return found ? found + strlen(name) : NULL;
}

/* Whether the answer is complete; then `*body` is where its body begins. */
static bool complete(Client *client, size_t *body) {
    char *end = memmem(client->answer, client->answer_length, "\r\n\r\n", 4);
    if (!end) return false;
    *body = (size_t)(end - client->answer) + 4;
    *end = 0;
    const char *length = header_value(client->answer, "\r\nContent-Length:");
    bool chunked = !length && header_value(client->answer, "\r\nTransfer-Encoding: chunked");
    size_t expected = length ? strtoul(length, NULL, 10) : 0;
    *end = '\r';
    if (chunked)
        return client->answer_length - *body >= 5 &&
               !memcmp(client->answer + client->answer_length - 5, "0\r\n\r\n", 5);
    return client->answer_length - *body >= expected;
}

static void take_values(Client *client, const char *body) {
    Step *step = &steps[client->step];
    for (int t = 0; t < step->take_count; t++) {
        const char *found = strstr(body, step->takes[t].after);
        if (!found) continue;
        found += strlen(step->takes[t].after);
        found += strspn(found, " \"");
        size_t length = strcspn(found, "\",}] \r\n");
        snprintf(client->taken[client->step * MAX_TAKES + t], VALUE, "%.*s", (int)length, found);
    }
}

static void record(Step *step, double seconds) {
    if (step->measured == step->capacity) {
        step->capacity = step->capacity ? step->capacity * 2 : 1 << 16;
        step->micros = realloc(step->micros, step->capacity * sizeof *step->micros);
        if (!step->micros) fail("memory");
    }
    step->micros[step->measured++] = (uint32_t)(seconds * 1e6);
}

static bool connection_ends(Client *client, size_t body) {
    char kept = client->answer[body - 1];
    client->answer[body - 1] = 0;
    bool ends = header_value(client->answer, "\r\nConnection: close") != NULL;
    client->answer[body - 1] = kept;
    return ends;
}

/* Counts the answer and prepares the next request. False when the server will close the connection. */
static bool settle(Client *client, size_t body, double from, double until) {
    Step *step = &steps[client->step];
    double time = now();
    bool good = client->answer_length > 12 && client->answer[9] == '2';
    bool measured = time >= from && time < until;
    if (measured && good) record(step, time - client->started);
    if (measured && !good) step->errors++;
    if (!good && errors_shown++ < 3)
        fprintf(stderr, "load: %s: %.3s %.200s\n", step->name, client->answer + 9, client->answer + body);
    if (good) take_values(client, client->answer + body);
    bool ends = connection_ends(client, body);
    client->step = good ? (client->step + 1) % step_count : 0;
    prepare(client);
    return !ends;
}

/* ---- Connections ---- */

static void connect_client(Client *client, int poll) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1;
    client->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (client->socket < 0) fail("socket");
    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(client->socket, (struct sockaddr *)&address, sizeof address)) fail("connect");
    fcntl(client->socket, F_SETFL, O_NONBLOCK);
    prepare(client);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = client};
    epoll_ctl(poll, EPOLL_CTL_ADD, client->socket, &event);
}

/* Reads what has arrived. False when the connection is gone. */
static bool receive(Client *client, double from, double until) {
    for (;;) {
        if (client->answer_capacity - client->answer_length < 1 << 15) {
            client->answer_capacity = client->answer_capacity ? client->answer_capacity * 2 : 1 << 16;
            client->answer = realloc(client->answer, client->answer_capacity + 1);
            if (!client->answer) fail("memory");
        }
        ssize_t count = recv(client->socket, client->answer + client->answer_length,
                             client->answer_capacity - client->answer_length, 0);
        if (count == 0) return false;
        if (count < 0) return errno == EAGAIN;
        client->answer_length += (size_t)count;
        client->answer[client->answer_length] = 0;
        size_t body;
        if (!complete(client, &body)) continue;
        if (!settle(client, body, from, until) || !send_rest(client)) return false;
    }
}

static long run(Client *clients, int count, double warm_up, double seconds) {
    int poll = epoll_create1(0);
    long reconnected = 0;
    for (int i = 0; i < count; i++) connect_client(&clients[i], poll);
    double from = now() + warm_up, until = from + seconds;
    struct epoll_event events[256];
    while (now() < until) {
        int ready = epoll_wait(poll, events, 256, 50);
        for (int i = 0; i < ready; i++) {
            Client *client = events[i].data.ptr;
            if (send_rest(client) && receive(client, from, until)) continue;
            close(client->socket);
            connect_client(client, poll);
            reconnected++;
        }
    }
    return reconnected;
}

/* ---- The report ---- */

static int by_size(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static double milliseconds(const Step *step, double share) {
    return step->measured ? step->micros[(size_t)((double)(step->measured - 1) * share)] / 1000.0 : 0;
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "load PORT CLIENTS WARM-UP-SECONDS SECONDS < scenario\n");
        return 2;
    }
    port = atoi(arguments[1]);
    int client_count = atoi(arguments[2]);
    double seconds = atof(arguments[4]);
    read_scenario();
    Client *clients = calloc((size_t)client_count, sizeof *clients);
    if (!clients) fail("memory");
    long reconnected = run(clients, client_count, atof(arguments[3]), seconds);

    size_t all = 0;
    long errors = 0;
    printf("{\"clients\": %d, \"steps\": {", client_count);
    for (int s = 0; s < step_count; s++) {
        Step *step = &steps[s];
        qsort(step->micros, step->measured, sizeof *step->micros, by_size);
        printf("%s\"%s\": {\"per_second\": %.1f, \"p50_ms\": %.3f, \"p95_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}",
               s ? ", " : "", step->name, (double)step->measured / seconds, milliseconds(step, 0.5),
               milliseconds(step, 0.95), milliseconds(step, 0.99), milliseconds(step, 1));
        all += step->measured;
        errors += step->errors;
    }
    printf("}, \"requests_per_second\": %.1f, \"errors\": %ld, \"reconnected\": %ld}\n", (double)all / seconds, errors,
           reconnected);
    return 0;
}
