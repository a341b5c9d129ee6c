package dev.sojourn.runtime.http;

import dev.sojourn.core.condition.ConditionText;
import dev.sojourn.core.replay.Entry;
import dev.sojourn.dsl.compile.Script;
import dev.sojourn.runtime.database.Ids;
import dev.sojourn.runtime.database.PublicIds;
import dev.sojourn.runtime.decision.Decision;
import dev.sojourn.runtime.email.SendView;
import dev.sojourn.runtime.enrolment.Enrolment;
import dev.sojourn.runtime.enrolment.JourneyTask;
import dev.sojourn.runtime.enrolment.Passage;
import dev.sojourn.runtime.entry.DateEntries;
import dev.sojourn.runtime.event.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a contact did or did not get something: what the journals, the sends and the decisions say,
 * in one list. Nothing in it is worked out anew.
 */
final class Why {
  private final PublicIds ids;
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, String> placeOfWait = new HashMap<>();
  private final Map<String, String> placeOfSend = new HashMap<>();

  private final Map<String, Script> scriptOfJourney = new HashMap<>();
  private final Guards guards;

  private Why(Guards guards, PublicIds ids) {
    this.guards = guards;
    this.ids = ids;
  }

  /**
   * One thing that happened to the contact, or did not.
   *
   * @param at when, the last time
   * @param about {@code journey:<id>} or {@code mail:<template>}
   * @param what {@code entered}, {@code skipped}, {@code waits}, {@code waited}, {@code near_miss},
   *     {@code stayed}, {@code blocked}, {@code left}, {@code queued}, {@code sent} or {@code
   *     refused}
   * @param detail what exactly, for people; may be empty
   * @param reason why, as programs read it, or null
   * @param compared the values that decided, by name
   * @param count how often
   * @param until when a wait is over at the latest, or null
   * @param place the line of the script, {@code journeys/welcome.groovy:8}, or null
   */
  record Line(
      Instant at,
      String about,
      String what,
      String detail,
      @Nullable String reason,
      Map<String, @Nullable Object> compared,
      int count,
      @Nullable Instant until,
      @Nullable String place) {}

  /** What is known of one enrolment; its script is null if it cannot be compiled any more. */
  record Passed(
      Enrolment enrolment,
      @Nullable StoredEvent trigger,
      @Nullable Script script,
      List<Passage> passages,
      IdentityHashMap<Entry, String> places) {}

  /** The lines, oldest first. */
  static List<Line> of(
      List<Passed> passed,
      List<Decision> decisions,
      List<SendView> sends,
      List<DateEntries.Waits> dates,
      Guards guards,
      PublicIds ids) {
    Why why = new Why(guards, ids);
    passed.forEach(why::add);
    sends.forEach(why::add);
    decisions.forEach(why::add);
    dates.forEach(why::add);
    why.lines.sort(Comparator.comparing(Line::at));
    return List.copyOf(why.lines);
  }

  private void add(Passed passed) {
    Enrolment enrolment = passed.enrolment();
    Enrolment.Standing standing = enrolment.standing();
    String about = JourneyTask.nameOf(enrolment.journeyId());
    StoredEvent trigger = passed.trigger();
    String by = trigger == null ? "" : "by event '" + trigger.name() + "'";
    String key = enrolment.key().isEmpty() ? "" : ", key '" + enrolment.key() + "'";
    Script script = passed.script();
    if (script != null) {
      scriptOfJourney.putIfAbsent(about, script);
    }
    String place = Guards.trigger(script);
    add(Ids.instantOf(enrolment.id()), about, "entered", by + key, null, null, place);
    List<Entry> entries =
        passed.passages().stream().flatMap(passage -> passage.entries().stream()).toList();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Opening opening && opening.parks()) {
        Entry next = i + 1 < entries.size() ? entries.get(i + 1) : null;
        Entry ending =
            next instanceof Entry.Seen && i + 2 < entries.size() ? entries.get(i + 2) : next;
        add(about, opening, ending, passed.places().get(opening), enrolment.isLive());
      }
    }
    String label = standing.label() == null ? "" : "at '" + standing.label() + "'";
    if (standing.blocked()) {
      add(standing.updatedAt(), about, "blocked", label, standing.reason(), null, null);
    }
    if (standing.endedAt() != null) {
      String how = standing.status().wire() + (label.isEmpty() ? "" : " " + label);
      add(standing.endedAt(), about, "left", how, standing.reason(), null, null);
    }
  }

  private void add(
      String about,
      Entry.Opening opening,
      @Nullable Entry ending,
      @Nullable String place,
      boolean live) {
    if (opening instanceof Entry.MailOpened mail) {
      if (place != null && ending instanceof Entry.Settled settled) {
        placeOfSend.put(settled.sendId(), place);
      } else if (place != null) {
        placeOfWait.put(about + "/mail:" + mail.template(), place);
      }
      return;
    }
    Instant until = null;
    String what = "for time to pass, '" + opening.label() + "'";
    if (opening instanceof Entry.SleepOpened sleep) {
      until = sleep.deadline();
    } else if (opening instanceof Entry.WaitOpened wait) {
      until = wait.deadline();
      what = what(wait);
      if (place != null) {
        wait.events().forEach(event -> placeOfWait.put(about + "/" + event, place));
      }
    }
    if (ending instanceof Entry.Ending) {
      String how = ending instanceof Entry.Matched ? "it came" : "until the time was over";
      add(opening.startedAt(), about, "waited", what + ": " + how, null, until, place);
    } else if (live) {
      add(opening.startedAt(), about, "waits", what, null, until, place);
    }
  }

  private static String what(Entry.WaitOpened wait) {
    return "for event '"
        + String.join("' or '", wait.events())
        + "'"
        + (wait.where().isEmpty() ? "" : " " + ConditionText.of(wait.where()))
        + (wait.key() == null ? "" : " of key '" + wait.key() + "'");
  }

  private void add(SendView send) {
    String about = "mail:" + send.template();
    String from = send.task() == null ? "" : "by " + send.task();
    String face = ids.face(send.id());
    String place = placeOfSend.get(face);
    if (send.sentAt() != null) {
      String to = send.to() == null ? "" : "to " + send.to() + " ";
      add(send.sentAt(), about, "sent", (to + from).strip(), send.reason(), null, place);
      return;
    }
    boolean open =
        switch (send.status()) {
          case QUEUED, RENDERED -> true;
          default -> false;
        };
    String how = send.status().wire() + (send.error() == null ? "" : ": " + send.error());
    add(
        Ids.instantOf(send.id()),
        about,
        open ? "queued" : "refused",
        (how + " " + from).strip(),
        send.reason(),
        open ? send.dueAt() : null,
        place == null ? placeOfWait.get(send.task() + "/" + about) : place);
  }

  private void add(Decision decision) {
    String about = decision.about();
    String place = null;
    String what = "skipped";
    String detail = "";
    if (about.startsWith("wait:")) {
      int slash = about.indexOf('/');
      String event = about.substring(slash + 1);
      about = JourneyTask.nameOf(about.substring("wait:".length(), slash));
      what = "near_miss";
      detail = "event '" + event + "' came, and was not the one waited for";
      place = placeOfWait.get(about + "/" + event);
    } else if (about.startsWith("trigger:")) {
      int slash = about.indexOf('/');
      what = "refused";
      detail = "event '" + about.substring(slash + 1) + "' was not triggered";
      about = JourneyTask.nameOf(about.substring("trigger:".length(), slash));
    } else if (about.startsWith("mail:")) {
      what = "refused";
      place = placeOfSend.get(String.valueOf(decision.compared().get("send")));
    } else if (decision.reason().equals("exit_conditions_not_met")) {
      what = "stayed";
      place = Guards.exit(scriptOfJourney.get(about), decision.compared().get("event"));
    } else {
      place = guards.place(decision);
    }
    if (!what.equals("refused") || !isTold(decision)) {
      lines.add(
          new Line(
              decision.lastAt(),
              about,
              what,
              detail,
              decision.reason(),
              decision.compared(),
              decision.count(),
              null,
              place));
    }
  }

  private void add(DateEntries.Waits date) {
    String about = JourneyTask.nameOf(date.journeyId());
    add(date.since(), about, "waits", "to enter on its date", null, date.until(), null);
  }

  /** A send that was refused is among the sends, unless it is older than those that are shown. */
  private boolean isTold(Decision decision) {
    return lines.stream()
        .anyMatch(
            line ->
                line.about().equals(decision.about())
                    && line.what().equals("refused")
                    && decision.reason().equals(line.reason()));
  }

  private void add(
      Instant at,
      String about,
      String what,
      String detail,
      @Nullable String reason,
      @Nullable Instant until,
      @Nullable String place) {
    lines.add(new Line(at, about, what, detail, reason, Map.of(), 1, until, place));
  }
}
