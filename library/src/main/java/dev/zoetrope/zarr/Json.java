package dev.zoetrope.zarr;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Strict JSON: every getter checks type and range, and errors name the node and the key. */
public final class Json {

  private static final Gson PRINTER =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  /** Parses a JSON object in UTF-8; nothing may follow it. */
  public static JsonObject parse(String node, byte[] utf8) throws ZarrFormatException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      requireDistinctKeys(node, strict(text));
      JsonReader reader = strict(text);
      JsonElement element = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT || !element.isJsonObject()) {
        throw new ZarrFormatException(node, "zarr.json is not one JSON object");
      }
      return element.getAsJsonObject();
    } catch (CharacterCodingException e) {
      throw new ZarrFormatException(node, "zarr.json is not UTF-8");
    } catch (ZarrFormatException e) {
      throw e;
    } catch (IOException | JsonParseException | IllegalArgumentException e) {
      throw new ZarrFormatException(node, "zarr.json is not valid JSON: " + e.getMessage());
    }
  }

  private static JsonReader strict(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    return reader;
  }

  /** Rejects duplicate keys, which parsers interpret differently. */
  private static void requireDistinctKeys(String node, JsonReader reader) throws IOException {
    Deque<Set<String>> open = new ArrayDeque<>();
    while (true) {
      switch (reader.peek()) {
        case BEGIN_OBJECT -> {
          reader.beginObject();
          open.push(new HashSet<>());
        }
        case END_OBJECT -> {
          reader.endObject();
          open.pop();
        }
        case BEGIN_ARRAY -> reader.beginArray();
        case END_ARRAY -> reader.endArray();
        case NAME -> {
          String name = reader.nextName();
          if (!open.element().add(name)) {
            throw new ZarrFormatException(node, "\"" + name + "\" appears twice in zarr.json");
          }
        }
        case END_DOCUMENT -> {
          return;
        }
        default -> reader.skipValue();
      }
    }
  }

  /** Returns an object as indented text in UTF-8. */
  public static byte[] print(JsonObject object) {
    return (PRINTER.toJson(object) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns an array of strings or numbers. */
  public static JsonArray array(List<?> values) {
    JsonArray array = new JsonArray();
    for (Object value : values) {
      array.add(value instanceof Number n ? new JsonPrimitive(n) : new JsonPrimitive("" + value));
    }
    return array;
  }

  /** Returns the member, which must be an object. */
  public static JsonObject object(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    if (member(node, parent, key) instanceof JsonObject object) {
      return object;
    }
    throw mustBe(node, key, "an object");
  }

  /** Returns the member, which must be an array. */
  public static JsonArray list(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    if (member(node, parent, key) instanceof JsonArray array) {
      return array;
    }
    throw mustBe(node, key, "an array");
  }

  /** Returns the member, which must be a string. */
  public static String string(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    if (member(node, parent, key) instanceof JsonPrimitive p && p.isString()) {
      return p.getAsString();
    }
    throw mustBe(node, key, "a string");
  }

  /** Returns the member, which must be true or false. */
  public static boolean bool(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    if (member(node, parent, key) instanceof JsonPrimitive p && p.isBoolean()) {
      return p.getAsBoolean();
    }
    throw mustBe(node, key, "true or false");
  }

  /** Returns the member, which must be a whole number from {@code min} to {@code max}. */
  public static int integer(String node, JsonObject parent, String key, int min, int max)
      throws ZarrFormatException {
    return integer(node, key, member(node, parent, key), min, max);
  }

  /** Returns the member, which must be an array of whole numbers from {@code min} up. */
  public static List<Integer> integers(String node, JsonObject parent, String key, int min)
      throws ZarrFormatException {
    List<Integer> values = new ArrayList<>();
    for (JsonElement element : list(node, parent, key)) {
      values.add(integer(node, key, element, min, Integer.MAX_VALUE));
    }
    return List.copyOf(values);
  }

  /** Returns the member, which must be a finite number. */
  public static double number(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    if (member(node, parent, key) instanceof JsonPrimitive p && p.isNumber()) {
      double value = Double.parseDouble(p.getAsString());
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw mustBe(node, key, "a finite number");
  }

  private static int integer(String node, String key, JsonElement element, int min, int max)
      throws ZarrFormatException {
    if (element instanceof JsonPrimitive p
        && p.isNumber()
        && p.getAsString().matches("-?[0-9]{1,10}")) {
      long value = Long.parseLong(p.getAsString());
      if (value >= min && value <= max) {
        return (int) value;
      }
    }
    throw mustBe(node, key, "a whole number from " + min + " to " + max);
  }

  private static JsonElement member(String node, JsonObject parent, String key)
      throws ZarrFormatException {
    JsonElement element = parent.get(key);
    if (element == null) {
      throw mustBe(node, key, "present");
    }
    return element;
  }

  private static ZarrFormatException mustBe(String node, String key, String expected) {
    return new ZarrFormatException(node, "\"" + key + "\" in zarr.json must be " + expected);
  }
}
