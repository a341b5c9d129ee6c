package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * What was taken in.
 *
 * @param listsError why what it says of lists was not followed, or null
 */
record Taken(Receipt receipt, @Nullable String listsError) {}
