package dev.sojourn.runtime.http;

import dev.sojourn.core.preference.MailLinks;
import dev.sojourn.runtime.preference.Choices;
import dev.sojourn.runtime.preference.Suppressions;

/** The rooms by which people choose the mails they get, and the links that lead there. */
public record PreferenceRooms(Choices choices, Suppressions suppressions, MailLinks links) {}
