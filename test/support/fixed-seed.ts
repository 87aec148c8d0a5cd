import { configureGlobal } from 'fast-check'

/** Property tests try the same values in every run; `FC_SEED=$RANDOM npm test` tries others. */
configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 20_261_121) })
