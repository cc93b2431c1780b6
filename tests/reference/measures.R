# SPDX-License-Identifier: MIT
# Writes measures.csv: the other ways to say what the counts of published_examples.csv show. Nothing is computed by the formulas
# that the code has: expected counts are predictions of R's regressions, p and probabilities are those of R's tests.
#     Rscript measures.R

options(digits = 17)
designs <- read.csv("published_examples.csv")

# Fitted twice: R's standard errors come from the weights of the last iteration but one.
poisson_fit <- function(formula, data) {
  first <- glm(formula, family = poisson, data = data, epsilon = 1e-10)
  glm(formula, family = poisson, data = data, epsilon = 1e-10, start = coef(first))
}

counts_of <- function(row) {
  data.frame(
    zone = c("treated", "control", "ring")[c(1, 1, 2, 2, 3, 3)],
    after = c(0, 1, 0, 1, 0, 1),
    n = c(row$t_pre, row$t_post, row$c_pre, row$c_post, row$dt_pre, row$dt_post)
  )
}

# Guerette's total net effect: what a Poisson regression without the cells after the intervention (they are predicted) expects in
# the response area and its ring, less what was recorded there.
total_net_effect <- function(counts) {
  if (any(counts$n[counts$zone == "control" & counts$after == 0] == 0)) return(NA)
  missing <- counts$zone != "control" & counts$after == 1
  kept <- counts$zone == "control" | ave(counts$n, counts$zone, FUN = sum) > 0
  known <- counts[!missing & kept, ]
  fit <- poisson_fit(n ~ zone + after, known)
  asked <- counts[missing & kept, ]
  if (nrow(asked) == 0) return(0)
  sum(predict(fit, asked, type = "response") - asked$n)
}

# Incidents in a zone for each in the control area, before and after: a Poisson regression with the control's counts as exposure.
per_control <- function(counts, zone) {
  control <- counts$n[counts$zone == "control"]
  if (any(control == 0)) return(c(NA, NA))
  n <- counts$n[counts$zone == zone]
  vapply(1:2, function(i) {
    if (n[i] == 0) return(0)
    fit <- poisson_fit(n ~ 1 + offset(log(control)), data.frame(n = n[i], control = control[i]))
    exp(unname(coef(fit)))
  }, 0)
}

# The response area's expected count if it had changed by as many as the control area: a linear model with the two areas and the
# two periods, without the cell that is predicted.
share_of_expected <- function(row) {
  rates <- data.frame(
    treated = c(1, 0, 0), after = c(0, 0, 1),
    y = c(row$t_pre / (row$w_pre * row$a_t), row$c_pre / (row$w_pre * row$a_c), row$c_post / (row$w_post * row$a_c))
  )
  expected <- unname(predict(lm(y ~ treated + after, rates), data.frame(treated = 1, after = 1)))
  recorded <- row$t_post / (row$w_post * row$a_t)
  if (expected > 1e-9) recorded / expected - 1 else NA
}

# The relative incidence rate ratio: the interaction of area and period, with half an incident more in all cells if one has none.
rate_ratio <- function(counts) {
  cells <- counts[counts$zone != "ring", ]
  if (any(cells$n == 0)) cells$n <- cells$n + 0.5
  fit <- suppressWarnings(poisson_fit(n ~ I(zone == "treated") * after, cells)) # of halves
  term <- summary(fit)$coefficients["I(zone == \"treated\")TRUE:after", ]
  reach <- qnorm(0.975) * term["Std. Error"]
  c(exp(term["Estimate"]), exp(term["Estimate"] - reach), exp(term["Estimate"] + reach), term["Std. Error"])
}

unweighted <- function(row) all(row[c("w_pre", "w_post", "a_c", "a_t", "a_dc", "a_dt")] == 1)

exact <- function(row) {
  if (!unweighted(row)) return(c(NA, NA, NA))
  a <- row$t_post + row$c_pre + row$dt_post + row$dc_pre
  b <- row$t_pre + row$c_post + row$dt_pre + row$dc_post
  p <- binom.test(a, a + b, alternative = "less")$p.value
  c(p, p - dbinom(a, a + b, 0.5) / 2, pbeta(0.5, a + 0.5, b + 0.5))
}

measures_of <- function(row) {
  counts <- counts_of(row)
  treated <- per_control(counts, "treated")
  ring <- per_control(counts, "ring")
  net <- treated[1] - treated[2]
  has_quotient <- !is.na(net) && net > 1e-12 && row$dt_pre + row$dt_post > 0
  values <- c(
    row$t_pre - row$t_post, net, if (has_quotient) (ring[1] - ring[2]) / net else NA, total_net_effect(counts),
    share_of_expected(row), rate_ratio(counts), exact(row)
  )
  names(values) <- c(
    "gross_effect", "net_effect", "quotient", "total_net_effect", "share_of_expected", "rate_ratio", "rate_ratio_low",
    "rate_ratio_high", "log_standard_error", "p_exact", "p_mid", "probability_of_reduction"
  )
  values
}

rows <- split(designs, seq_len(nrow(designs)))
values <- do.call(rbind, lapply(rows, measures_of))
values[abs(values) < 1e-11] <- 0 # what an iteration leaves of a 0
table <- cbind(name = designs$name, as.data.frame(signif(values, 13)))
write.csv(table, "measures.csv", row.names = FALSE, quote = FALSE, na = "")
