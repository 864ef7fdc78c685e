package org.dudao.evidence;

import java.time.Instant;

/**
 * One photo or document.
 *
 * @param id made by the browser that sends it, so that what is sent twice is kept once
 * @param basket what it was put in for: the id of a task, or {@link EvidenceStore#startForm}
 * @param processInstance of the task or of the process that the start form began; null until then
 * @param obligation that the task fulfils; null where it fulfils none
 * @param slot the place in the form that asked for it, such as {@code after}
 * @param name the file's name, for people
 * @param type the content's type as it was found out, not as it was claimed
 * @param size bytes
 * @param sha256 of the content as it arrived, in hexadecimal
 * @param originalSha256 of what the phone held before it made the photo smaller; null where it did not say
 * @param handedInAt when the form was submitted; null as long as it can still be taken back
 */
public record Evidence(
        String id,
        String basket,
        String processInstance,
        String obligation,
        String hazard,
        String slot,
        String name,
        String type,
        long size,
        String sha256,
        String originalSha256,
        String uploadedBy,
        Instant uploadedAt,
        Instant handedInAt) {

    /** Whether it can be shown in the page. */
    public boolean isPicture() {
        return type.startsWith("image/");
    }
}
