package dev.sojourn.runtime.http;

import static dev.sojourn.runtime.http.Shape.Field.may;
import static dev.sojourn.runtime.http.Shape.Field.must;

import dev.sojourn.core.identity.PasswordHash;
import java.util.List;

/** People who run the service: signing in, setting a password anew, and what they changed. */
final class AuthTable {
  private static final String RESET_PATH = OperatorRooms.RESET_PATH;
  private static final Shape.Field EMAIL = must("email", Shape.text(3, 320));
  private static final Shape.Field PASSWORD = must("password", Shape.text(1, PasswordHash.LONGEST));
  private static final Query TOKEN =
      new Query("token", Shape.text(1, 100), "from the link in the mail");

  static final Route SIGN_IN =
      Route.post("/api/auth/sign-in/email", "Signs an operator in.")
          .takes(Shape.object(EMAIL, PASSWORD))
          .answers(200, "The operator, and the cookie of the session.")
          .answers(401, "Address and password are not those of an operator.")
          .answers(403, "A page of another site asked.")
          .answers(429, "Too many tries.");

  static final Route SIGN_OUT =
      Route.post("/api/auth/sign-out", "Ends the session.")
          .answers(200, "It is over.")
          .answers(403, "A page of another site asked.");

  static final Route SESSION =
      Route.get("/api/auth/get-session", "Shows who is signed in.")
          .answers(200, "The session and its operator; null for nobody.");

  static final Route RESET_ASK =
      Route.post("/api/auth/request-password-reset", "Sends a link to set a password anew.")
          .takes(Shape.object(EMAIL, may("redirectTo", Shape.text(0, 2_000))))
          .answers(200, "If an operator has the address, a mail is on its way.")
          .answers(429, "Too many tries.");

  static final Route RESET =
      Route.post("/api/auth/reset-password", "Sets a password by the token of a link.")
          .takes(
              Shape.object(
                  must("token", Shape.text(1, 100)),
                  must("newPassword", Shape.text(PasswordHash.SHORTEST, PasswordHash.LONGEST))))
          .answers(200, "It is set, and all sessions of the operator are over.")
          .answers(400, "The token is worth nothing.")
          .answers(429, "Too many tries.");

  static final Route SIGN_UP =
      Route.post("/api/auth/sign-up/email", "Makes nobody an operator.")
          .answers(400, "EMAIL_PASSWORD_SIGN_UP_DISABLED.");

  static final Route STATUS =
      Route.get("/v1/auth/status", "Tells whether there is an operator yet.")
          .answers(200, "Whether one is needed.");

  static final Route RESET_PAGE =
      Route.get(RESET_PATH, "Shows the page to set a password.")
          .asks(TOKEN)
          .answers(200, "The page.")
          .answers(400, "A page that says that the link is worth nothing.");

  static final Route RESET_SAVE =
      Route.post(RESET_PATH, "Sets a password from the page.")
          .takes("application/x-www-form-urlencoded", "The token and the password.")
          .answers(200, "A page that says that it is done.")
          .answers(400, "The page again, with what is wrong.");

  static final Route AUDIT =
      Route.get("/v1/admin/audit-logs", "Lists who changed what, the newest first.")
          .needs(Scope.READ)
          .asks(Query.paging(100))
          .asks(
              Query.text("actor", "the name of a key or the address of an operator"),
              Query.text("resource", "such as contacts"),
              Query.text("action", "such as contacts.patch"),
              new Query("from", Shape.instant(), "the earliest"),
              new Query("to", Shape.instant(), "what they are all before"),
              Cursor.QUERY)
          .answers(200, "A page of entries.");

  static final List<Route> ALL =
      List.of(
          SIGN_IN,
          SIGN_OUT,
          SESSION,
          RESET_ASK,
          RESET,
          SIGN_UP,
          STATUS,
          RESET_PAGE,
          RESET_SAVE,
          AUDIT);

  private AuthTable() {}
}
