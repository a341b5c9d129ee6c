/**
 * Pool, pinned connections, transactions, ids, the time, migrations, and the embedded server.
 *
 * <p>{@link dev.sojourn.runtime.database.Database} is the front door, safe for all threads; a
 * {@code Lane} and a {@code Tx} belong to the Vert.x context that opened them. Migrations and the
 * embedded server block, and are called on threads of their own.
 */
@NullMarked
package dev.sojourn.runtime.database;

import org.jspecify.annotations.NullMarked;
