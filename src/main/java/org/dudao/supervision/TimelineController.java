package org.dudao.supervision;

import org.dudao.platform.ApiProblem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What happened in one process instance, for those who take part in its matters and those who read everything. */
@RestController
class TimelineController {

    private final Timeline timeline;
    private final Reader reader;

    TimelineController(Timeline timeline, Reader reader) {
        this.timeline = timeline;
        this.reader = reader;
    }

    @GetMapping("/api/process-instances/{id}/timeline")
    Timeline.View timeline(@PathVariable String id) {
        return timeline.of(id, reader).orElseThrow(() -> ApiProblem.notFound("没有找到这个流程，或者它与您的单位无关。请返回列表重新选择"));
    }
}
