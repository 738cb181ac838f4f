package dev.zoetrope.pass;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import dev.zoetrope.hooks.BlockNode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The parameters of a network, by name. */
public final class NamedParameters {

  private NamedParameters() {}

  /**
   * Returns all parameters in the network's order, with those that are frozen or never trained, by
   * block path and parameter name: {@code 02Conv2d/weight}. A shared parameter appears once, under
   * its first name.
   */
  public static Map<String, Parameter> of(Block root) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (BlockNode node : BlockNode.listWithRoot(root)) {
      for (Pair<String, Parameter> pair : node.block().getDirectParameters()) {
        if (seen.add(pair.getValue())) {
          String prefix = node.isRoot() ? "" : node.path() + "/";
          parameters.put(prefix + pair.getKey(), pair.getValue());
        }
      }
    }
    return parameters;
  }
}
