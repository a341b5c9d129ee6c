/**
 * What people say about the mails they want: the links that let them say it, what it changes, and
 * when an address is barred.
 */
@NullMarked
package dev.sojourn.core.preference;

import org.jspecify.annotations.NullMarked;
