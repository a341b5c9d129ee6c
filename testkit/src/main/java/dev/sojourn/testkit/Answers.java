package dev.sojourn.testkit;

import dev.sojourn.core.condition.Conditions;
import dev.sojourn.core.fold.Fact;
import dev.sojourn.core.replay.Pasts;
import dev.sojourn.core.replay.Request;
import dev.sojourn.dsl.PastEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers what runs ask about the past, from what a rehearsal remembers. */
final class Answers {
  private static final Comparator<Fact> OLDEST_FIRST =
      Comparator.comparing(Fact::occurredAt).thenComparing(Fact::id);

  private final MailRoom mails;
  private final Register register;

  Answers(MailRoom mails, Register register) {
    this.mails = mails;
    this.register = register;
  }

  /** The answer to what is asked of a contact. */
  Object to(Request.Read asked, Person person) {
    if (asked instanceof Request.HasEvent one) {
      return events(person, one.event(), one.since()).findAny().isPresent();
    }
    if (asked instanceof Request.CountEvents one) {
      return events(person, one.event(), one.since()).count();
    }
    if (asked instanceof Request.ListEvents one) {
      return Pasts.events(list(person, one));
    }
    if (asked instanceof Request.PastJourney one) {
      return Pasts.journey(person.history(one.journeyId()));
    }
    if (asked instanceof Request.Started one) {
      return register.started(person, one);
    }
    if (asked instanceof Request.PastMails one) {
      return Pasts.mails(
          mails.history(
              one.template(),
              person.email(),
              read(person, "email.opened"),
              read(person, "email.link_clicked")));
    }
    if (asked instanceof Request.CountMails one) {
      return mails.count(one.since(), one.category(), person.email());
    }
    if (asked instanceof Request.Subscribed) {
      return !person.wishes().unsubscribedFromAll();
    }
    throw new AssertionError(asked);
  }

  /** The ids of the mails with which a contact did something. */
  private static Set<String> read(Person person, String event) {
    return events(person, event, null)
        .map(one -> String.valueOf(one.scalars().get("emailSendId")))
        .collect(Collectors.toSet());
  }

  private static Stream<Fact> events(Person person, String name, @Nullable Instant since) {
    return person.events().stream()
        .filter(event -> event.name().equals(name))
        .filter(event -> since == null || !event.occurredAt().isBefore(since));
  }

  private static List<PastEvent> list(Person person, Request.ListEvents asked) {
    var until = asked.until();
    return events(person, asked.event(), asked.from())
        .filter(event -> event.id() > asked.after())
        .filter(event -> until == null || !event.receivedAt().isAfter(until))
        .filter(event -> Conditions.hold(asked.where(), event.scalars()))
        .sorted(asked.newestFirst() ? OLDEST_FIRST.reversed() : OLDEST_FIRST)
        .limit(asked.limit())
        .map(event -> new PastEvent(event.name(), event.occurredAt(), event.scalars()))
        .toList();
  }
}
