/**
 * Stress tests with damaged recordings and a watched disk. Short versions run with the other tests;
 * system properties, named in each class, select the long ones.
 */
package dev.zoetrope.torture;
