using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReachOutOfTheIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SupervisionLines_Supervisor_Supervisee",
                table: "SupervisionLines");

            migrationBuilder.DropIndex(
                name: "IX_CareTeamMembers_Staff_Client",
                table: "CareTeamMembers");

            migrationBuilder.CreateIndex(
                name: "IX_SupervisionLines_Supervisor_Supervisee_From_Through",
                table: "SupervisionLines",
                columns: new[] { "Supervisor", "Supervisee", "From", "Through" });

            migrationBuilder.CreateIndex(
                name: "IX_CareTeamMembers_Staff_Client_From_Through",
                table: "CareTeamMembers",
                columns: new[] { "Staff", "Client", "From", "Through" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_SupervisionLines_Supervisor_Supervisee_From_Through",
                table: "SupervisionLines");

            migrationBuilder.DropIndex(
                name: "IX_CareTeamMembers_Staff_Client_From_Through",
                table: "CareTeamMembers");

            migrationBuilder.CreateIndex(
                name: "IX_SupervisionLines_Supervisor_Supervisee",
                table: "SupervisionLines",
                columns: new[] { "Supervisor", "Supervisee" });

            migrationBuilder.CreateIndex(
                name: "IX_CareTeamMembers_Staff_Client",
                table: "CareTeamMembers",
                columns: new[] { "Staff", "Client" });
        }
    }
}
