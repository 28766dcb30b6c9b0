#include <sqlite3.h>

// sqlite3_config takes a variable number of arguments, which Swift cannot pass.
static inline int anlan_sqlite_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
