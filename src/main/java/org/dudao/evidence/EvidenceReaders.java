package org.dudao.evidence;

/** Who may see a matter decides who may see what proves it. */
public interface EvidenceReaders {

    /** Whether the current user may see the case of that business key or obligation. */
    boolean mayRead(String businessKey);

    /** Whether the case of that business key is one of crime, which public security and the leaders alone may see (M2b). */
    boolean isCrime(String businessKey);

    /** The business key of the matter that this one was made of, and whose evidence is its own; null where there is none. */
    String originOf(String businessKey);

    /** The obligation that the task fulfils; null where it fulfils none. */
    String obligationOf(String task);
}
