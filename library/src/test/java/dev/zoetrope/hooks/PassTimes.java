package dev.zoetrope.hooks;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.zoetrope.network.ConvNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints the time for attaching and detaching hooks, compared with a forward pass. The argument is
 * the number of repetitions.
 */
final class PassTimes {

  private PassTimes() {}

  public static void main(String[] arguments) {
    int times = Integer.parseInt(arguments[0]);
    System.out.println("| network, hooks | look | in | out | forward pass |");
    System.out.println("|---|--:|--:|--:|--:|");
    measure(
        "the article's",
        ConvNet.create(ConvNet.ActivationFunction.TANH, 10),
        new Shape(10, 1, 28, 28),
        times);
    Block resNet =
        ResNetV1.builder()
            .setImageShape(new Shape(3, 32, 32))
            .setNumLayers(18)
            .setOutSize(10)
            .build();
    measure("ResNet-18", resNet, new Shape(10, 3, 32, 32), times);
  }

  private static void measure(String name, Block network, Shape shape, int times) {
    try (Model model = Networks.model(network)) {
      NDManager manager = model.getNDManager();
      network.initialize(manager, DataType.FLOAT32, shape);
      List<BlockNode> nodes = BlockNode.listWithRoot(network);
      List<HookSite> sites = HookSite.of(nodes, BlockSelector.all(), model);
      NDList data = new NDList(manager.ones(shape));
      double[][] nanos = new double[4][times];
      for (int time = -times; time < times; time++) {
        long begin = System.nanoTime();
        boolean same = BlockNode.listWithRoot(model.getBlock()).equals(nodes);
        long looked = System.nanoTime();
        List<HookHandle> hooks = new ArrayList<>();
        sites.forEach(site -> hooks.add(site.attach((path, inputs, outputs) -> {})));
        long in = System.nanoTime();
        for (int i = sites.size() - 1; i >= 0; i--) {
          hooks.get(i).close();
        }
        long out = System.nanoTime();
        try (NDManager pass = manager.newSubManager()) {
          data.attach(pass);
          network.forward(new ParameterStore(manager, false), data, false);
          data.attach(manager);
        }
        long end = System.nanoTime();
        if (time >= 0 && same) {
          nanos[0][time] = looked - begin;
          nanos[1][time] = in - looked;
          nanos[2][time] = out - in;
          nanos[3][time] = end - out;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "| %s, %d | %.0f µs | %.0f µs | %.0f µs | %.0f µs |%n",
          name,
          sites.size(),
          median(nanos[0]),
          median(nanos[1]),
          median(nanos[2]),
          median(nanos[3]));
    }
  }

  private static double median(double[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2] / 1000;
  }
}
