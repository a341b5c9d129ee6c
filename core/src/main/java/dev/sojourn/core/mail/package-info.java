/**
 * What goes with a mail beside its subject and body, and the limits on it: headers, tags and
 * attachments. Whatever is made here can be written into a message without changing its structure.
 */
@NullMarked
package dev.sojourn.core.mail;

import org.jspecify.annotations.NullMarked;
