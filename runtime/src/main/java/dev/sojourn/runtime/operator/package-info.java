/**
 * People who run the service: their passwords, their sessions, and the links by which they set a
 * password anew.
 *
 * <p>{@link dev.sojourn.runtime.operator.Operators} is the front door, safe for all threads. Of
 * passwords, session tokens and links only hashes are stored; an answer tells nobody whether an
 * address is known. Passwords are hashed on two threads of their own, never on an event loop. A new
 * password ends all sessions of its operator.
 */
@NullMarked
package dev.sojourn.runtime.operator;

import org.jspecify.annotations.NullMarked;
