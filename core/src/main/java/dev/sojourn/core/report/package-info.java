/** What mail providers report of mails they took: who says it, what it says, what it means. */
@NullMarked
package dev.sojourn.core.report;

import org.jspecify.annotations.NullMarked;
