package org.dudao.supervision;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The supervision board's figures and the lists behind them; who may not read everything sees the own unit's. */
@RestController
class BoardController {

    private final Board board;
    private final Reader reader;

    BoardController(Board board, Reader reader) {
        this.board = board;
        this.reader = reader;
    }

    /** What can be chosen on the pages about one campaign, the one launched last first. */
    @GetMapping("/api/campaigns")
    List<Board.Named> campaigns() {
        return board.campaigns();
    }

    @GetMapping("/api/board")
    Board.View board(
            @RequestParam(required = false) String campaign,
            @RequestParam(required = false) String school,
            @RequestParam(required = false) String area,
            @RequestParam(required = false) String unit) {
        return board.of(campaign, new Board.Filter(school, area, unit), reader.sight());
    }

    @GetMapping("/api/board/matters")
    Board.Matters matters(
            @RequestParam(required = false) String campaign,
            @RequestParam(required = false) String school,
            @RequestParam(required = false) String area,
            @RequestParam(required = false) String unit,
            @RequestParam(defaultValue = "ALL") Board.Which which,
            @RequestParam(required = false) String phase,
            @RequestParam(required = false) String rung,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size) {
        return board.matters(
                campaign, new Board.Filter(school, area, unit), which, phase, rung, page, size, reader.sight());
    }
}
