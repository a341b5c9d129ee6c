package dev.sojourn.runtime.http;

import dev.sojourn.runtime.tracking.Tracking;

/** The rooms that the readers of mails come to. */
public record MailRooms(Tracking tracking) {}
