/** What a domain's public records say about the mails that go out in its name. */
@NullMarked
package dev.sojourn.core.deliverability;

import org.jspecify.annotations.NullMarked;
