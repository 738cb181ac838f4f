package dev.zoetrope.hooks;

import ai.djl.ndarray.NDList;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the class file of a {@link StandIn}: two fields, and methods that each make one call. The
 * format is described in chapter 4 of the Java Virtual Machine Specification. Code without branches
 * needs no stack maps.
 */
final class StandInClassFile {

  /** The field that holds the hook, of type {@link Block}. */
  static final String HOOKED = "$zoetropeHooked";

  /** The field that holds the block behind the hook, of the superclass's type. */
  static final String TARGET = "$zoetropeTarget";

  /** The suffix of a stand-in's class name, after the name of its superclass. */
  static final String SUFFIX = "$ZoetropeStandIn";

  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int ACC_PUBLIC = 0x0001;
  private static final int ACC_SUPER = 0x0020;
  private static final int ACC_SYNTHETIC = 0x1000;
  private static final int ALOAD_0 = 0x2a;
  private static final int GETFIELD = 0xb4;
  private static final int INVOKEVIRTUAL = 0xb6;
  private static final int INVOKEINTERFACE = 0xb9;
  private static final int ILOAD = 0x15;
  private static final int IRETURN = 0xac;
  private static final int RETURN = 0xb1;

  private final ConstantPool pool = new ConstantPool();
  private final Class<?> superclass;
  private final String name;

  private StandInClassFile(Class<?> superclass) {
    this.superclass = superclass;
    name = superclass.getName().replace('.', '/') + SUFFIX;
  }

  static byte[] of(Class<?> superclass) {
    try {
      return new StandInClassFile(superclass).write();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen in memory", e);
    }
  }

  private byte[] write() throws IOException {
    ByteArrayOutputStream bodyBytes = new ByteArrayOutputStream();
    DataOutputStream body = new DataOutputStream(bodyBytes);
    body.writeShort(ACC_PUBLIC | ACC_SUPER | ACC_SYNTHETIC);
    body.writeShort(pool.type(name));
    body.writeShort(pool.type(internal(superclass)));
    body.writeShort(0); // interfaces
    body.writeShort(2);
    writeField(body, HOOKED, Block.class);
    writeField(body, TARGET, superclass);
    Map<String, Method> methods = overridable();
    methods.remove("forwardInternal" + FORWARD.toMethodDescriptorString());
    boolean extendsBase = AbstractBaseBlock.class.isAssignableFrom(superclass);
    body.writeShort(methods.size() + (extendsBase ? 1 : 0));
    for (Method method : methods.values()) {
      writeMethod(body, method.getName(), method.getName(), descriptor(method));
    }
    if (extendsBase) {
      // The base class's final forward(…, boolean, …) ends up here.
      writeMethod(body, "forwardInternal", "forward", FORWARD);
    }
    body.writeShort(0); // attributes

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeShort(0);
    out.writeShort(JAVA_17);
    pool.writeTo(out);
    bodyBytes.writeTo(out);
    return bytes.toByteArray();
  }

  private static final MethodType FORWARD =
      MethodType.methodType(
          NDList.class, ParameterStore.class, NDList.class, boolean.class, PairList.class);

  private Map<String, Method> overridable() {
    Map<String, Method> methods = new LinkedHashMap<>();
    for (Method method : superclass.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && !Modifier.isFinal(method.getModifiers())
          && method.getDeclaringClass() != Object.class) {
        methods.putIfAbsent(
            method.getName() + descriptor(method).toMethodDescriptorString(), method);
      }
    }
    return methods;
  }

  private static MethodType descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
  }

  private void writeField(DataOutputStream out, String field, Class<?> type) throws IOException {
    out.writeShort(ACC_PUBLIC | ACC_SYNTHETIC);
    out.writeShort(pool.utf8(field));
    out.writeShort(pool.utf8(type.descriptorString()));
    out.writeShort(0); // attributes
  }

  private void writeMethod(
      DataOutputStream out, String overridden, String called, MethodType descriptor)
      throws IOException {
    ByteArrayOutputStream codeBytes = new ByteArrayOutputStream();
    DataOutputStream code = new DataOutputStream(codeBytes);
    int slots = writeCall(code, called, descriptor);
    out.writeShort(ACC_PUBLIC | ACC_SYNTHETIC);
    out.writeShort(pool.utf8(overridden));
    out.writeShort(pool.utf8(descriptor.toMethodDescriptorString()));
    out.writeShort(1); // attributes
    out.writeShort(pool.utf8("Code"));
    out.writeInt(12 + codeBytes.size());
    out.writeShort(Math.max(slots, 2)); // stack: the arguments, or a result of two slots
    out.writeShort(slots);
    out.writeInt(codeBytes.size());
    codeBytes.writeTo(out);
    out.writeShort(0); // exception table
    out.writeShort(0); // attributes
  }

  /** Writes {@code return this.field.called(arguments)}; returns the slots of its arguments. */
  private int writeCall(DataOutputStream code, String called, MethodType descriptor)
      throws IOException {
    boolean ofBlock = isOfBlock(called, descriptor);
    code.writeByte(ALOAD_0);
    code.writeByte(GETFIELD);
    code.writeShort(
        ofBlock
            ? pool.field(name, HOOKED, Block.class.descriptorString())
            : pool.field(name, TARGET, superclass.descriptorString()));
    int slot = 1;
    for (Class<?> type : descriptor.parameterArray()) {
      code.writeByte(ILOAD + kind(type));
      code.writeByte(slot);
      slot += type == long.class || type == double.class ? 2 : 1;
    }
    String signature = descriptor.toMethodDescriptorString();
    if (ofBlock) {
      code.writeByte(INVOKEINTERFACE);
      code.writeShort(pool.interfaceMethod(internal(Block.class), called, signature));
      code.writeByte(slot);
      code.writeByte(0);
    } else {
      code.writeByte(INVOKEVIRTUAL);
      code.writeShort(pool.method(internal(superclass), called, signature));
    }
    Class<?> result = descriptor.returnType();
    code.writeByte(result == void.class ? RETURN : IRETURN + kind(result));
    return slot;
  }

  private static boolean isOfBlock(String name, MethodType descriptor) {
    try {
      return Block.class.getMethod(name, descriptor.parameterArray()).getReturnType()
          == descriptor.returnType();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  /** Returns the offset of a type's opcode from that for int, in the order int, long, float, … */
  private static int kind(Class<?> type) {
    if (!type.isPrimitive()) {
      return 4;
    }
    if (type == long.class) {
      return 1;
    }
    if (type == float.class) {
      return 2;
    }
    return type == double.class ? 3 : 0;
  }

  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
