#ifndef YUANBA_CSQLITE_H
#define YUANBA_CSQLITE_H
#include <sqlite3.h>

// sqlite3_db_config takes a list of arguments that depends on the operation, which Swift cannot call; these all take one switch.
static inline int yuanba_sqlite3_switch(sqlite3 *db, int operation, int on) { return sqlite3_db_config(db, operation, on, (int *)0); }

// SQLITE_TRANSIENT is a cast of -1 to a function, which does not import: SQLite copies the text.
static inline int yuanba_sqlite3_bind_copy(sqlite3_stmt *statement, int place, const char *text, int byteCount) {
    return sqlite3_bind_text(statement, place, text, byteCount, SQLITE_TRANSIENT);
}
#endif
