package dev.sojourn.runtime.http;

import dev.sojourn.core.csv.CsvLine;
import dev.sojourn.core.replay.Json;
import dev.sojourn.runtime.contact.Contact;
import dev.sojourn.runtime.contact.Contacts;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All contacts as one file, written while they are read, a part at a time. */
final class ExportRoutes {
  private static final int PART = 500;
  private static final int DEFAULT = 10_000;
  private static final int MOST = 100_000;

  private final Contacts contacts;

  ExportRoutes(Contacts contacts) {
    this.contacts = contacts;
  }

  void mount(Routes routes) {
    routes.add(ContactTable.EXPORT, this::export);
  }

  /** How a file is written. */
  private enum Format {
    CSV("text/csv; charset=utf-8"),
    JSON(Answer.JSON);

    private final String type;

    Format(String type) {
      this.type = type;
    }

    static Format of(@Nullable String text) {
      if (text == null || text.equals("json")) {
        return JSON;
      }
      if (text.equals("csv")) {
        return CSV;
      }
      throw Refusal.badRequest("format '" + text + "' is not one of json, csv");
    }

    String begin() {
      return this == JSON
          ? "{\"contacts\":["
          : CsvLine.of(
              Arrays.asList(
                  "id",
                  "externalId",
                  "email",
                  "anonymousId",
                  "firstSeenAt",
                  "lastSeenAt",
                  "properties"));
    }

    String one(Contact contact, boolean first) {
      return this == JSON
          ? (first ? "" : ",") + ContactView.adminJson(contact).encode()
          : CsvLine.of(
              Arrays.asList(
                  contact.publicId(),
                  contact.externalId(),
                  contact.email(),
                  contact.anonymousId(),
                  Wire.time(contact.firstSeenAt()),
                  Wire.time(contact.lastSeenAt()),
                  Json.write(contact.properties())));
    }

    String end() {
      return this == JSON ? "]}" : "";
    }
  }

  private Future<Answer> export(RoutingContext request) {
    Format format = Format.of(Query.given(request.request(), "format"));
    String search = ContactQuery.of(request.request()).filter().search();
    int limit = Paging.number("limit", request.request().getParam("limit"), DEFAULT, 1, MOST);
    HttpServerResponse response = request.response();
    return contacts
        .after(0, search, Math.min(PART, limit))
        .compose(
            part -> {
              response
                  .setChunked(true)
                  .putHeader("content-type", format.type)
                  .putHeader(
                      "content-disposition",
                      "attachment; filename=contacts." + (format == Format.CSV ? "csv" : "json"));
              response.write(format.begin());
              return write(response, format, new Part(part, search, limit, true));
            })
        .compose(done -> response.end(format.end()))
        .map(done -> new Answer(200, format.type, Buffer.buffer()))
        .onFailure(broken -> cut(response));
  }

  /**
   * A part of the file.
   *
   * @param left how many contacts may follow, these included
   * @param first whether none were before
   */
  private record Part(List<Contact> contacts, @Nullable String search, int left, boolean first) {}

  private Future<Void> write(HttpServerResponse response, Format format, Part part) {
    StringBuilder text = new StringBuilder();
    boolean first = part.first();
    for (Contact contact : part.contacts()) {
      text.append(format.one(contact, first));
      first = false;
    }
    int left = part.left() - part.contacts().size();
    Future<Void> written =
        text.isEmpty() ? Future.succeededFuture() : response.write(text.toString());
    if (left <= 0 || part.contacts().size() < PART) {
      return written;
    }
    long last = part.contacts().get(part.contacts().size() - 1).id();
    return written
        .compose(done -> contacts.after(last, part.search(), Math.min(PART, left)))
        .compose(next -> write(response, format, new Part(next, part.search(), left, false)));
  }

  /** A file that cannot be ended must not look whole. */
  private static void cut(HttpServerResponse response) {
    if (response.headWritten()) {
      response.reset();
    }
  }
}
