/** Pool, pinned connections, transactions, ids, migrations, and the embedded server. */
@NullMarked
package dev.sojourn.runtime.database;

import org.jspecify.annotations.NullMarked;
