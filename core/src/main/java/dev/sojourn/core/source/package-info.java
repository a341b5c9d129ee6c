/** What is decided of a webhook before its file sees it: who sent it, and whether it is fit. */
@NullMarked
package dev.sojourn.core.source;

import org.jspecify.annotations.NullMarked;
