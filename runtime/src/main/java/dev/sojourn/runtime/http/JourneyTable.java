package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.must;

import dev.sojourn.runtime.database.Search;
import dev.sojourn.runtime.enrolment.EnrolmentStatus;
import java.util.Arrays;
import java.util.List;

/** Journeys, who is in them, and the files they come from. */
final class JourneyTable {
  private static final String JOURNEYS = "/v1/admin/journeys";
  private static final String STATES = JOURNEYS + "/:id/states";
  private static final String[] STATUSES =
      Arrays.stream(EnrolmentStatus.values())
          .map(EnrolmentStatus::wire)
          .sorted()
          .toArray(String[]::new);

  private static final String COUNTED =
      "A count of " + Search.COUNTED + " means that many or more.";

  static final Route LIST =
      Route.get(JOURNEYS, "Lists journeys and how many are in them.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(new Query("enabled", Shape.flag(), "only those that take contacts, or do not"))
          .answers(200, "A page of journeys. " + COUNTED);

  static final Route ONE =
      Route.get(JOURNEYS + "/:id", "Shows a journey and its newest enrolments.")
          .needs(Scope.READ)
          .answers(200, "The journey. " + COUNTED);

  static final Route SWITCH =
      Route.patch(JOURNEYS + "/:id", "Switches a journey on or off for the next triggers.")
          .needs(Scope.JOURNEY_ADMIN)
          .takes(Shape.object(must("enabled", Shape.flag())))
          .answers(200, "The journey as it is now.");

  static final Route STATE_LIST =
      Route.get(STATES, "Lists the enrolments of a journey.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              new Query("status", Shape.oneOf(STATUSES), "only those of this status"),
              Query.text("userId", "only those of this contact"))
          .answers(200, "A page of enrolments. " + COUNTED);

  static final Route STATE =
      Route.get(STATES + "/:sid", "Shows an enrolment, its log and its journal.")
          .needs(Scope.READ)
          .answers(200, "The enrolment.");

  static final Route STATE_CANCEL =
      Route.delete(STATES + "/:sid", "Ends a live enrolment.")
          .needs(Scope.JOURNEY_ADMIN)
          .answers(200, "It is exited.");

  static final Route STATE_UNBLOCK =
      Route.post(STATES + "/:sid/unblock", "Lets a blocked enrolment go on.")
          .needs(Scope.JOURNEY_ADMIN)
          .answers(202, "It goes on.");

  static final Route SCRIPTS =
      Route.get("/v1/admin/scripts", "Lists the operator's files and what is wrong with them.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .answers(200, "A page of files.");

  static final List<Route> ALL =
      List.of(LIST, ONE, SWITCH, STATE_LIST, STATE, STATE_CANCEL, STATE_UNBLOCK, SCRIPTS);

  private JourneyTable() {}
}
