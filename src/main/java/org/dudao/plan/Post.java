package org.dudao.plan;

/**
 * A post (岗位) in a unit or school; never a person's name.
 *
 * @param id also the id of the engine's user
 */
public record Post(String id, String name) {

    /** The id of the post that heads a unit or school, whether or not it has one. */
    public static String headOf(String unit) {
        return unit + ".head";
    }
}
