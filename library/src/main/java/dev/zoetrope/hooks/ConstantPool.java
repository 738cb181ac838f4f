package dev.zoetrope.hooks;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The constant pool of a class file; see section 4.4 of the Java Virtual Machine Specification. */
final class ConstantPool {

  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int INTERFACE_METHOD = 11;
  private static final int NAME_AND_TYPE = 12;

  private final Map<String, Integer> indices = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  int utf8(String text) throws IOException {
    Integer known = indices.get(text);
    if (known != null) {
      return known;
    }
    out.writeByte(UTF8);
    out.writeUTF(text);
    return added(text);
  }

  int type(String internalName) throws IOException {
    return entry(CLASS, utf8(internalName));
  }

  int field(String owner, String name, String descriptor) throws IOException {
    return entry(FIELD, type(owner), nameAndType(name, descriptor));
  }

  int method(String owner, String name, String descriptor) throws IOException {
    return entry(METHOD, type(owner), nameAndType(name, descriptor));
  }

  int interfaceMethod(String owner, String name, String descriptor) throws IOException {
    return entry(INTERFACE_METHOD, type(owner), nameAndType(name, descriptor));
  }

  private int nameAndType(String name, String descriptor) throws IOException {
    return entry(NAME_AND_TYPE, utf8(name), utf8(descriptor));
  }

  private int entry(int tag, int... references) throws IOException {
    // UTF-8 constants never contain a line break here, so these keys cannot collide with them.
    StringBuilder key = new StringBuilder("\n").append(tag);
    for (int reference : references) {
      key.append(' ').append(reference);
    }
    Integer known = indices.get(key.toString());
    if (known != null) {
      return known;
    }
    out.writeByte(tag);
    for (int reference : references) {
      out.writeShort(reference);
    }
    return added(key.toString());
  }

  private int added(String key) {
    indices.put(key, indices.size() + 1);
    return indices.size();
  }

  void writeTo(DataOutputStream file) throws IOException {
    file.writeShort(indices.size() + 1);
    bytes.writeTo(file);
  }
}
