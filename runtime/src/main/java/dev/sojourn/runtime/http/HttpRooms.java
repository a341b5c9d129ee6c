package dev.sojourn.runtime.http;

import dev.sojourn.runtime.database.Database;
import dev.sojourn.runtime.database.SchemaGuard;
import dev.sojourn.runtime.telemetry.Telemetry;
import java.util.List;

/**
 * What the HTTP side stands on.
 *
 * @param entrance what stands at the door
 * @param intake the way in for events
 * @param admin the rooms that people look into
 * @param mails what mails lead to
 * @param preferences what people choose
 * @param sending mails that programs ask for, and what becomes of them
 * @param operators people who run the service, and what they changed
 * @param pages pages for people
 */
public record HttpRooms(
    Database database,
    SchemaGuard schema,
    Entrance entrance,
    Intake intake,
    AdminRooms admin,
    MailRooms mails,
    PreferenceRooms preferences,
    SendingRooms sending,
    OperatorRooms operators,
    Telemetry telemetry,
    List<Pages> pages) {
  public HttpRooms {
    pages = List.copyOf(pages);
  }

  /** What the health of the process depends on. */
  HealthRooms health() {
    return new HealthRooms(database, schema, admin.bundle(), admin.engine(), telemetry);
  }
}
