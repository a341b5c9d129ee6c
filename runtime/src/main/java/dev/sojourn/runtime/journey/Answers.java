package dev.sojourn.runtime.journey;

import dev.sojourn.core.replay.Pasts;
import dev.sojourn.core.replay.Request;
import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.email.MailsOf;
import dev.sojourn.runtime.email.MailsSince;
import dev.sojourn.runtime.enrolment.Start;
import dev.sojourn.runtime.enrolment.Visits;
import dev.sojourn.runtime.event.Occurrence;
import dev.sojourn.runtime.event.Search;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers what runs ask about the past: each room is asked once for all runs of a round. */
final class Answers {
  private final Database database;
  private final JourneyRooms rooms;

  Answers(Database database, JourneyRooms rooms) {
    this.database = database;
    this.rooms = rooms;
  }

  /** A question about a contact. */
  record Question<R extends Request.Read>(long contactId, R asked) {}

  /** The answers, in the order of the questions. */
  Future<List<@Nullable Object>> to(List<Question<?>> questions) {
    Round round = new Round(questions);
    return Future.all(
            List.of(
                round.ask(Request.HasEvent.class, this::occurred),
                round.ask(Request.CountEvents.class, this::counted),
                round.ask(Request.ListEvents.class, this::listed),
                round.ask(Request.PastJourney.class, this::journeys),
                round.ask(Request.Started.class, this::started),
                round.ask(Request.PastMails.class, this::mails),
                round.ask(Request.Subscribed.class, this::subscribed),
                round.ask(Request.CountMails.class, this::mailsCounted)))
        .map(all -> Collections.unmodifiableList(Arrays.asList(round.answers)));
  }

  private Future<List<Boolean>> occurred(List<Question<Request.HasEvent>> questions) {
    return rooms
        .events()
        .occurred(each(questions, (id, one) -> new Occurrence(id, one.event(), one.since())));
  }

  private Future<List<Long>> counted(List<Question<Request.CountEvents>> questions) {
    return rooms
        .events()
        .counts(each(questions, (id, one) -> new Occurrence(id, one.event(), one.since())));
  }

  private Future<List<Object>> listed(List<Question<Request.ListEvents>> questions) {
    return rooms
        .events()
        .search(each(questions, Search::new))
        .map(all -> plain(all, Pasts::events));
  }

  private Future<List<Object>> journeys(List<Question<Request.PastJourney>> questions) {
    return rooms
        .enrolments()
        .histories(each(questions, (id, one) -> new Visits(id, storable(one.journeyId()))))
        .map(all -> plain(all, Pasts::journey));
  }

  private Future<List<Object>> started(List<Question<Request.Started>> questions) {
    return rooms
        .enrolments()
        .starts(
            each(questions, (id, one) -> new Start(id, storable(one.journeyId()), one.eventId())));
  }

  private Future<List<Object>> mails(List<Question<Request.PastMails>> questions) {
    return rooms
        .sends()
        .histories(each(questions, (id, one) -> new MailsOf(id, storable(one.template()))))
        .map(all -> plain(all, Pasts::mails));
  }

  private Future<List<Long>> mailsCounted(List<Question<Request.CountMails>> questions) {
    return rooms
        .sends()
        .counts(
            each(
                questions,
                (id, one) -> {
                  String category = one.category();
                  return new MailsSince(
                      id, one.since(), category == null ? null : storable(category));
                }));
  }

  private Future<List<Boolean>> subscribed(List<Question<Request.Subscribed>> questions) {
    Set<Long> contacts = Set.copyOf(each(questions, (id, one) -> id));
    return database
        .transaction(tx -> rooms.preferences().unsubscribed(tx, contacts))
        .map(left -> each(questions, (id, one) -> !left.contains(id)));
  }

  /** Makes something of a contact and what is asked of it. */
  private interface Making<R, A> {
    A of(long contactId, R asked);
  }

  private static <R extends Request.Read, A> List<A> each(
      List<Question<R>> questions, Making<R, A> making) {
    return questions.stream().map(one -> making.of(one.contactId(), one.asked())).toList();
  }

  /** Nothing is stored under a name with a NUL, nor under an empty one. */
  private static String storable(String name) {
    return name.indexOf('\0') < 0 ? name : "";
  }

  private static <A> List<Object> plain(List<A> answers, Function<A, Object> plainly) {
    return answers.stream().map(plainly).toList();
  }

  /** Questions of all kinds, and their answers at the same places. */
  private static final class Round {
    private final List<Question<?>> questions;
    private final @Nullable Object[] answers;

    Round(List<Question<?>> questions) {
      this.questions = questions;
      this.answers = new @Nullable Object[questions.size()];
    }

    /** Has the questions of a kind answered by their room. */
    <R extends Request.Read, A> Future<Void> ask(
        Class<R> kind, Function<List<Question<R>>, Future<List<A>>> room) {
      List<Question<R>> asked = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < questions.size(); i++) {
        Question<?> question = questions.get(i);
        if (kind.isInstance(question.asked())) {
          asked.add(new Question<>(question.contactId(), kind.cast(question.asked())));
          places.add(i);
        }
      }
      if (asked.isEmpty()) {
        return Future.succeededFuture();
      }
      return room.apply(asked)
          .map(
              all -> {
                for (int i = 0; i < places.size(); i++) {
                  answers[places.get(i)] = all.get(i);
                }
                return null;
              });
    }
  }
}
