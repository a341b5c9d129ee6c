/**
 * What is decided about webhooks of ours: what an answer means, when to try again, when to leave an
 * endpoint alone, who may be asked next, and what destinations of a kind are told.
 */
@NullMarked
package dev.sojourn.core.webhook;

import org.jspecify.annotations.NullMarked;
