package dev.zoetrope.menagerie;

import static dev.zoetrope.menagerie.LayerNetworks.linear;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Blocks that keep their children in unusual ways. */
final class KeepingNetworks {

  private static final int UNITS = 4;

  private KeepingNetworks() {}

  /** Calls one child after another. */
  private abstract static class Chain extends AbstractBlock {

    abstract List<Block> called();

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> arguments) {
      NDArray values = inputs.head();
      for (Block block : called()) {
        values = block.forward(store, new NDList(values), training).head().tanh();
      }
      return new NDList(values);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      called().forEach(block -> block.initialize(manager, type, shapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return shapes;
    }
  }

  static final class Everywhere extends Chain {
    private final Linear field = addChildBlock("field", linear(UNITS));
    private final Block wide = addChildBlock("wide", linear(UNITS));
    private final Map<String, Block> map = new HashMap<>();
    private final List<Linear> list = new ArrayList<>();
    private final Block[] array = {addChildBlock("array", linear(UNITS))};
    private final Helper helper = new Helper(addChildBlock("helped", linear(UNITS)));

    private static final class Helper {
      private final Linear helped;

      Helper(Linear helped) {
        this.helped = helped;
      }
    }

    Everywhere() {
      map.put("x", addChildBlock("mapped", linear(UNITS)));
      list.add(addChildBlock("listed", linear(UNITS)));
    }

    @Override
    List<Block> called() {
      return List.of(field, wide, map.get("x"), list.get(0), array[0], helper.helped);
    }
  }

  static final class Casting extends Chain {

    Casting() {
      addChildBlock("first", linear(UNITS));
      addChildBlock("second", linear(UNITS));
    }

    @Override
    List<Block> called() {
      Linear first = (Linear) getChildren().valueAt(0);
      Linear second = (Linear) getChildren().get("02second");
      return List.of(first, second);
    }
  }

  /** A type that no stand-in can extend. */
  private static final class Final extends Chain {
    private final Block inner = addChildBlock("inner", linear(UNITS));

    @Override
    List<Block> called() {
      return List.of(inner);
    }
  }

  static final class WithFinal extends Chain {
    private final Final last = addChildBlock("last", new Final());

    @Override
    List<Block> called() {
      return List.of(last);
    }
  }

  static Block capturing() {
    Linear captured = linear(UNITS);
    return new Handmade(
        (pass, in) -> new NDList(pass.call(0, pass.call(captured, in.head()))),
        linear(UNITS),
        captured);
  }

  static final class InRecord extends Chain {
    private record Pair(Linear one, Linear two) {}

    private final Linear third = addChildBlock("third", linear(UNITS));
    private final Pair pair =
        new Pair(addChildBlock("one", linear(UNITS)), addChildBlock("two", linear(UNITS)));

    @Override
    List<Block> called() {
      return List.of(pair.one(), pair.two(), third);
    }
  }
}
