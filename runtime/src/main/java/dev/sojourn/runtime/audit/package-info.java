/**
 * Who changed what on the admin plane, and who was refused to.
 *
 * <p>{@link dev.sojourn.runtime.audit.AuditLog} is the front door, safe for all threads: it takes
 * entries after the answer they are about and writes them many at a time, within a fifth of a
 * second. What is not written yet is written when the process ends in order, and lost when it is
 * killed.
 */
@NullMarked
package dev.sojourn.runtime.audit;

import org.jspecify.annotations.NullMarked;
