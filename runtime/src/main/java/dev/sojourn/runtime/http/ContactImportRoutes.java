package dev.sojourn.runtime.http;

import dev.sojourn.runtime.ingest.ImportJob;
import dev.sojourn.runtime.ingest.Imports;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files of contacts: the whole file as {@code text/csv}, of any size, or in a JSON body as {@code
 * {format, data, fileName?}}.
 */
final class ContactImportRoutes {
  private final Imports imports;
  private final Bodies bodies;

  ContactImportRoutes(Imports imports, Bodies bodies) {
    this.imports = imports;
    this.bodies = bodies;
  }

  void mount(Routes routes) {
    routes.add(ContactTable.IMPORT, this::take);
    routes.add(ContactTable.IMPORT_PROGRESS, this::look);
  }

  private Future<Answer> take(RoutingContext request) {
    String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type == null || !type.startsWith("text/csv")) {
      return bodies.object(request).compose(this::take);
    }
    var paused = Unpacked.body(request.request()).pause();
    return imports
        .begin(Query.given(request.request(), "fileName"), "csv")
        .compose(
            job -> {
              Future<Long> rows = new ContactUpload(imports, job).read(paused);
              paused.resume();
              return rows.compose(total -> staged(job, total));
            });
  }

  private Future<Answer> take(JsonObject said) {
    String format = said.getString("format");
    Object data = said.getValue("data");
    String fileName = said.getString("fileName");
    return "csv".equals(format) ? csv(text(data), fileName) : json(objects(data), fileName);
  }

  private static String text(@Nullable Object data) {
    if (data instanceof String text) {
      return text;
    }
    throw Refusal.badRequest("data is no text; of format csv it is the whole file");
  }

  private Future<Answer> csv(String text, @Nullable String fileName) {
    return imports
        .begin(fileName, "csv")
        .compose(
            job -> new ContactUpload(imports, job).read(text).compose(total -> staged(job, total)));
  }

  private Future<Answer> json(List<String> rows, @Nullable String fileName) {
    return imports
        .begin(fileName, "json")
        .compose(job -> imports.stage(job, 1, rows).compose(done -> staged(job, rows.size())));
  }

  /** Each object in the shape in which the data plane is told of a contact. */
  private static List<String> objects(@Nullable Object data) {
    JsonArray all = data instanceof String text ? array(text) : null;
    if (data instanceof JsonArray array) {
      all = array;
    }
    if (all == null) {
      throw Refusal.badRequest("data is no array of objects, nor a text of one");
    }
    List<String> rows = new ArrayList<>(all.size());
    for (Object one : all) {
      if (!(one instanceof JsonObject object)) {
        throw Refusal.badRequest("data: row " + (rows.size() + 1) + " is no object");
      }
      rows.add(row(object));
    }
    return rows;
  }

  private static JsonArray array(String text) {
    try {
      return new JsonArray(Buffer.buffer(text));
    } catch (DecodeException | ClassCastException e) {
      throw Refusal.badRequest("data is no array of objects, nor a text of one");
    }
  }

  private static String row(JsonObject object) {
    JsonObject properties = new JsonObject();
    JsonObject row = new JsonObject();
    object.forEach(
        field -> {
          switch (field.getKey()) {
            case "externalId" -> row.put("userId", field.getValue());
            case "email" -> row.put("email", field.getValue());
            default -> properties.put(field.getKey(), field.getValue());
          }
        });
    return row.put("properties", properties).encode();
  }

  private Future<Answer> staged(long job, long rows) {
    return imports
        .staged(job, rows)
        .map(
            done ->
                Answer.json(
                    202,
                    new JsonObject().put("jobId", imports.face(job)).put("status", "pending")));
  }

  private Future<Answer> look(RoutingContext request) {
    String id = request.pathParam("id");
    return imports
        .one(id)
        .map(found -> Answer.ok(json(found.orElseThrow(() -> Refusal.notFound("import", id)))));
  }

  private static JsonObject json(ImportJob job) {
    JsonArray errors = new JsonArray();
    job.errors()
        .forEach(
            one -> errors.add(new JsonObject().put("row", one.row()).put("error", one.error())));
    return new JsonObject()
        .put("id", job.id())
        .put("status", job.status())
        .put("totalRows", job.totalRows())
        .put("processedRows", job.processedRows())
        .put("failedRows", job.failedRows())
        .put("errors", errors)
        .put("createdAt", Wire.time(job.createdAt()))
        .put("updatedAt", Wire.time(job.updatedAt()));
  }
}
